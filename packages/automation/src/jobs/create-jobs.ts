import type { Database, Log } from '@fieldwork/database'
import { startDispatcher } from './dispatcher.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { JobHandler } from './job.ts'
import { readState } from './job-state.ts'
import type { JobsState } from './job-state.ts'
import type { OutboxConsumer } from './outbox-row.ts'
import { taskOf } from './run-job.ts'
import { startWorker } from './worker.ts'
import type { Worker } from './worker.ts'

export interface JobsOptions {
  db: Database
  log: Log
  /** what this process can do, by name of the task; of jobs with other names it keeps off */
  tasks: Readonly<Record<string, JobHandler>>
  /** who is told of writes, by what stands before the colon in the name of a listener */
  consumers?: Readonly<Record<string, OutboxConsumer>>
  /** jobs at a time; 0: this process does none; default 4 */
  concurrency?: number
}

/** The work beside the requests of one process. */
export interface Jobs {
  start(): Promise<void>
  /** waits for the jobs under way; what does not end in time is done again elsewhere */
  stop(): Promise<void>
  /** looks at once whether a write has told something */
  nudge(): void
  /** how much waits, of all processes */
  state(): Promise<JobsState>
}

/**
 * Jobs of the workspace that `db` opens. `prepareJobs` must have been called for the database.
 */
export function createJobs({ db, log, tasks, consumers = {}, concurrency = 4 }: JobsOptions): Jobs {
  let worker: Worker | null = null
  let dispatcher: Dispatcher | null = null
  const named = Object.entries(tasks).map(([name, handler]) => [`${db.schema}:${name}`, taskOf(handler, { db, log })])
  return {
    async start() {
      if (concurrency === 0) return
      if (named.length > 0) worker ??= await startWorker({ db, tasks: Object.fromEntries(named), concurrency })
      if (Object.keys(consumers).length > 0) dispatcher ??= startDispatcher({ db, log, consumers })
    },
    async stop() {
      await dispatcher?.stop()
      await worker?.stop()
      dispatcher = worker = null
    },
    nudge: () => dispatcher?.nudge(),
    state: () => readState(db),
  }
}
