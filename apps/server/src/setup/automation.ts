import { createJobs } from '@fieldwork/automation'
import type { JobHandler } from '@fieldwork/automation'
import type { Database } from '@fieldwork/database'
import type { Config } from '../config.ts'

/** What runs beside the requests of this process. */
export interface Automation {
  start(): Promise<void>
  /** waits for what is under way */
  stop(): Promise<void>
}

/** Everything that works by jobs, each part with the names of its tasks. */
export function createAutomation({ config, db }: { config: Config; db: Database }): Automation {
  const tasks: Record<string, JobHandler> = {}
  return createJobs({ db, log: db.log, tasks, concurrency: config.workerJobs })
}
