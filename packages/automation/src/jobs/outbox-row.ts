import type { Transaction } from '@fieldwork/database'
import type { NewJob } from './job.ts'

/** What a write tells to one who listens to it. */
export interface OutboxRow {
  id: string
  /** id of the event in fw_event */
  event: string
  /** prefix and name, e.g. `workflow:welcome` */
  listener: string
  /** how many runs have led to the write; 0: a person, or the platform, wrote */
  depth: number
  /** the first of these runs; null at depth 0 */
  root: string | null
  /** as PostgreSQL writes it */
  createdAt: string
}

/**
 * Does in the transaction what the rows of its prefix ask for, all together, and returns the jobs that follow. The rows
 * are gone when it commits. Rows whose doing fails come again, so it must be idempotent by event and listener.
 */
export type OutboxConsumer = (tx: Transaction, rows: readonly OutboxRow[]) => Promise<readonly NewJob[]>
