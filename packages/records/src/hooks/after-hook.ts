import type { QueryContext } from '@fieldwork/database'
import type { Actor, FieldValues, Records } from '../types.ts'
import type { HookedOperation } from './before-hook.ts'

/** A write that has been done in a transaction that is still open. */
export interface WrittenRecord {
  /** who wrote */
  actor: Actor
  object: string
  operation: HookedOperation
  id: string
  /** name of the transition */
  transition: string | null
  /** the record as the platform saw it before, lookups as `{"id","label"}`; null: it was new, or deleted */
  before: FieldValues | null
  /** the record as the platform sees it now; null: it is deleted */
  after: FieldValues | null
  /** what was sent: without defaults, and without what a transition sets */
  entered: Readonly<FieldValues>
  /** id of the event that tells of the write */
  event: string
  /** bound to the transaction of the write */
  records: Records
  /** the transaction of the write, for tables that are no records */
  tx: Pick<QueryContext['db'], 'query' | 'transaction'>
}

/**
 * Follows a write inside of its transaction, when the record and its lines are stored: may write other records and
 * tables, or refuse by throwing an AppError, which undoes everything. May run
 * again after a deadlock, so it does nothing that a rollback would not undo.
 */
export interface AfterHook {
  /** name of an object, or `*` for all */
  object: string
  operations: readonly HookedOperation[]
  run(input: WrittenRecord): Promise<void>
}
