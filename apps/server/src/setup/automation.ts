import { createJobs } from '@fieldwork/automation'
import type { JobHandler, Jobs, OutboxConsumer } from '@fieldwork/automation'
import type { Database } from '@fieldwork/database'
import type { Config } from '../config.ts'

/** What runs beside the requests of this process. */
export interface Automation {
  jobs: Jobs
  start(): Promise<void>
  /** waits for what is under way */
  stop(): Promise<void>
}

/** Everything that works by jobs, each part with the names of its tasks. */
export function createAutomation({ config, db }: { config: Config; db: Database }): Automation {
  const tasks: Record<string, JobHandler> = {}
  const consumers: Record<string, OutboxConsumer> = {}
  const jobs = createJobs({ db, log: db.log, tasks, consumers, concurrency: config.workerJobs })
  return { jobs, start: jobs.start, stop: jobs.stop }
}
