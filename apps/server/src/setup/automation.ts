import { createJobs, deadlineConsumer } from '@fieldwork/automation'
import type { JobHandler, Jobs, OutboxConsumer } from '@fieldwork/automation'
import type { Database, Registry } from '@fieldwork/database'
import type { Records } from '@fieldwork/records'
import type { Config } from '../config.ts'
import { PLUGIN_TASK } from '../plugins/add-plugin-jobs.ts'
import { awaitSchedules } from '../plugins/plugin-schedules.ts'
import { pluginTask } from '../plugins/plugin-jobs.ts'
import type { PluginHost } from '../plugins/plugin-host.ts'
import { keepDeadlines } from './keep-deadlines.ts'

/** What runs beside the requests of this process. */
export interface Automation {
  jobs: Jobs
  start(): Promise<void>
  /** waits for what is under way */
  stop(): Promise<void>
}

interface AutomationDeps {
  config: Config
  db: Database
  registry: Registry
  plugins: PluginHost
  records: () => Records
}

/** Everything that works by jobs, each part with the names of its tasks. */
export function createAutomation({ config, db, registry, plugins, records }: AutomationDeps): Automation {
  const tasks: Record<string, JobHandler> = { [PLUGIN_TASK]: pluginTask({ plugins, records }) }
  const { timeZone } = config
  const consumers: Record<string, OutboxConsumer> = { deadline: deadlineConsumer({ registry, timeZone }) }
  const deadlines = keepDeadlines(() => ({ db, registry, records: records(), timeZone }))
  const jobs = createJobs({ db, log: db.log, tasks, consumers, concurrency: config.workerJobs })
  return {
    jobs,
    async start() {
      await awaitSchedules(db, plugins, timeZone)
      await jobs.start()
      if (config.workerJobs > 0) deadlines.start()
    },
    async stop() {
      await deadlines.stop()
      await jobs.stop()
    },
  }
}
