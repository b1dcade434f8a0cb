import {
  DELIVER_TASK,
  createConnections,
  createJobs,
  createScripts,
  createWorkflows,
  deadlineConsumer,
  deadlinesRound,
  deliveryHandler,
  keepSpreadingNews,
  queuedDeliveries,
  remindersRound,
} from '@fieldwork/automation'
import type { Approvals, Connections, JobHandler, Jobs, OutboxConsumer, Workflows } from '@fieldwork/automation'
import type { Database, Registry } from '@fieldwork/database'
import type { Printer } from '@fieldwork/print'
import type { Files, Records } from '@fieldwork/records'
import { createChannels } from '../channels/create-channels.ts'
import type { Channels } from '../channels/create-channels.ts'
import { createDelivery } from '../channels/create-delivery.ts'
import type { Config } from '../config.ts'
import type { Identity } from '../identity/index.ts'
import type { Sealer } from '../identity/sealing.ts'
import { createGuardedFetch } from '../outgoing/guarded-fetch.ts'
import { PLUGIN_TASK } from '../plugins/add-plugin-jobs.ts'
import { pluginSchedules, pluginTask } from '../plugins/plugin-jobs.ts'
import { stepsWith } from '../plugins/plugin-steps.ts'
import type { PluginHost } from '../plugins/plugin-host.ts'

/** What runs beside the requests of this process. */
export interface Automation {
  jobs: Jobs
  workflows: Workflows
  channels: Channels
  /** services outside */
  connections: Connections
  start(): Promise<void>
  /** waits for what is under way */
  stop(): Promise<void>
}

interface AutomationDeps {
  config: Config
  db: Database
  registry: Registry
  records: Records
  files: Files
  printer: Printer
  identity: Identity
  plugins: PluginHost
  approvals: Approvals
  sealer: Sealer
}

/** Everything that works by jobs, each part with the names of its tasks. */
export function createAutomation({
  config,
  db,
  registry,
  records,
  files,
  printer,
  identity,
  plugins,
  approvals,
  sealer,
}: AutomationDeps): Automation {
  const { timeZone } = config
  const { log } = db
  const { actorOf } = identity
  const scripts = createScripts()
  const fetch = createGuardedFetch({ privateHosts: config.outgoingPrivateHosts })
  const connections = createConnections({ db, catalog: registry.catalog, fetch, sealer })
  const outside = { scripts, connections, printer, files }
  const workflows = createWorkflows({
    db,
    log,
    registry,
    records,
    steps: stepsWith(plugins),
    actorOf,
    outside,
    timeZone,
  })
  const channels = createChannels({ db, registry, plugins, sealer })
  const delivery = createDelivery({ config, db, registry, files, approvals, channels, fetch, connections })
  const tasks: Record<string, JobHandler> = {
    [DELIVER_TASK]: deliveryHandler(delivery.deps),
    ...workflows.tasks,
    ...approvals.tasks,
    [PLUGIN_TASK]: pluginTask({ plugins, records }),
  }
  const consumers: Record<string, OutboxConsumer> = {
    ...workflows.consumers,
    approval: approvals.consumer,
    deadline: deadlineConsumer({ registry, timeZone }),
  }
  const jobs = createJobs({
    db,
    log,
    tasks,
    consumers,
    concurrency: config.workerJobs,
    schedules: () => [...workflows.schedules(), ...pluginSchedules({ plugins, records, timeZone })],
    rounds: [
      deadlinesRound({ db, registry, records, timeZone }),
      workflows.round,
      approvals.round,
      remindersRound({ db, registry, records, timeZone, actorOf }),
    ],
    reconcilers: [...workflows.reconcilers, approvals.reconciler, queuedDeliveries],
  })
  const news = keepSpreadingNews(db)
  return {
    jobs,
    workflows,
    channels,
    connections,
    async start() {
      news.start()
      await jobs.start()
    },
    async stop() {
      await jobs.stop()
      await scripts.stop()
      await news.stop()
      delivery.close()
    },
  }
}
