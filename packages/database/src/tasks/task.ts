import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { Database, Queryable, Transaction } from '../connection/types.ts'

export type TaskState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** Why a task stopped, in words; `problems` name the values or places that are in the way. */
export interface TaskError {
  code: string
  message: LocalizedText
  problems?: Problem[]
}

/** A piece of long work as people see it. */
export interface TaskInfo {
  id: string
  kind: string
  /** names what is worked on; null: nothing that others could work on too */
  key: string | null
  label: LocalizedText
  /** what it is about; empty where it says nothing of objects */
  subjects: { object: string; field: string | null }[]
  state: TaskState
  /** it was asked to stop and is clearing up */
  cancelling: boolean
  done: number
  /** null: not known (yet) */
  total: number | null
  /** the latest error; of a task that is not failed: it is tried again */
  error: TaskError | null
  attempts: number
  /** who caused it; null: the program itself */
  actor: { id: string; label: string | null } | null
  /** the revision it belongs to */
  revision: number
  /** ISO 8601, UTC */
  created_at: string
  started_at: string | null
  finished_at: string | null
}

/** How far a task is. `cursor` is any JSON the handler understands; absent: as it was. */
export interface TaskProgress {
  done: number
  total?: number | null
  cursor?: unknown
}

/** What a handler works with. */
export interface TaskContext<Args = unknown, Cursor = unknown> {
  id: string
  db: Database
  args: Args
  /** what was reported last, also by a process that has died since; null at the start */
  cursor: Cursor | null
  /** Notes how far the work is. Throws when the task is not this process's any more. */
  report(done: number, total?: number | null, cursor?: unknown): Promise<void>
  /**
   * Does one part in a transaction that commits with its progress, or not at all. Throws, having done nothing, when
   * the task is not this process's any more: so a process that was only slow repeats nothing.
   */
  step(work: (tx: Transaction) => Promise<TaskProgress>): Promise<void>
  /** Within a transaction of the handler's own: throws when the task is not this process's any more. */
  fence(tx: Queryable): Promise<void>
  /** aborted when the task is cancelled, the server stops or the claim is lost */
  signal: AbortSignal
}

/** How tasks of a kind are done. `run` may be called again after a crash, so each part of it must bear repetition. */
export interface TaskHandler<Args = unknown, Cursor = unknown> {
  kind: string
  /** Does the work; returns when it is done. An AppError fails the task with its words. */
  run(context: TaskContext<Args, Cursor>): Promise<void>
  /** Clears up after a cancelled task; may run again. */
  cancel?(context: TaskContext<Args, Cursor>): Promise<void>
}

export interface NewTask {
  kind: string
  args: unknown
  label: LocalizedText
  /** a task with the same key that is not done is started anew with these arguments */
  key?: string
  /** id of the user who caused it; null: the program itself */
  actor?: string | null
  /** default: the present one */
  revision?: number
}
