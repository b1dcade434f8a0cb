import type { Database, Log } from '@fieldwork/database'
import type { JobHandler } from './job.ts'
import { taskOf } from './run-job.ts'
import { startWorker } from './worker.ts'
import type { Worker } from './worker.ts'

export interface JobsOptions {
  db: Database
  log: Log
  /** what this process can do, by name of the task; of jobs with other names it keeps off */
  tasks: Readonly<Record<string, JobHandler>>
  /** jobs at a time; 0: this process does none; default 4 */
  concurrency?: number
}

/** The work beside the requests of one process. */
export interface Jobs {
  start(): Promise<void>
  /** waits for the jobs under way; what does not end in time is done again elsewhere */
  stop(): Promise<void>
}

/**
 * Jobs of the workspace that `db` opens. `prepareJobs` must have been called for the database.
 */
export function createJobs({ db, log, tasks, concurrency = 4 }: JobsOptions): Jobs {
  let worker: Worker | null = null
  const named = Object.entries(tasks).map(([name, handler]) => [`${db.schema}:${name}`, taskOf(handler, { db, log })])
  return {
    async start() {
      if (concurrency === 0 || named.length === 0) return
      worker ??= await startWorker({ db, tasks: Object.fromEntries(named), concurrency })
    },
    async stop() {
      await worker?.stop()
      worker = null
    },
  }
}
