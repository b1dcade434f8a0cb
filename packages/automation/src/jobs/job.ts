import type { Database, Log, Queryable } from '@fieldwork/database'

/** A job to be done some time after the transaction that adds it has committed. */
export interface NewJob {
  /** name of the handler */
  task: string
  /** what JSON can say; small, since truth is in the workspace's own tables */
  payload: unknown
  /**
   * At most one job of the key waits: a new one takes its place. Of one that is being done already the new one is the
   * successor, since what it has read may be out of date.
   */
  key?: string
  /** default: at once */
  runAt?: Date | string
  /** attempts until the job is dead; default 8 (about half an hour), at least 5: a lost worker costs one */
  maxAttempts?: number
  /** smaller is sooner; default 0 */
  priority?: number
}

/** A job that is being done. */
export interface Job {
  id: string
  /** as it was given, from JSON */
  payload: unknown
  /** 1 = the first */
  attempt: number
  /** an error now makes the job a dead one */
  lastAttempt: boolean
  /** aborted when this process shall stop */
  signal: AbortSignal
  /**
   * Makes sure that the job is still this worker's, and keeps it so until the transaction ends. First in each
   * transaction with effects: a worker that was only slow must not commit what another one does again.
   *
   * @throws Error when the job is somebody else's by now; let it through
   */
  fence(tx: Queryable): Promise<void>
}

/** What every handler is given. */
export interface JobDeps {
  db: Database
  log: Log
}

/** Does a job. An error lets it be tried again later; whoever calls `fence` must let its error through. */
export type JobHandler = (job: Job, deps: JobDeps) => Promise<void>
