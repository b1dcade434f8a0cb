import type { QueryContext } from '@fieldwork/database'
import type { Actor, FieldValues, Records } from '../types.ts'

/** Writes that hooks can be for; a restored version is an `update`. */
export type HookedOperation = 'create' | 'update' | 'transition' | 'delete' | 'undelete'

export interface HookInput {
  /** who writes */
  actor: Actor
  object: string
  operation: HookedOperation
  /** null while it is created */
  id: string | null
  /** name of the transition */
  transition: string | null
  /** the stored record as the platform sees it, lookups as `{"id","label"}`, locked; null: it is new, or deleted */
  before: FieldValues | null
  /** what is about to be stored: complete and valid when the record is new, else the changes */
  values: Readonly<FieldValues>
  /** bound to the transaction of the write */
  records: Records
  /** the transaction of the write, for tables that are no records */
  tx: Pick<QueryContext['db'], 'query' | 'transaction'>
}

/**
 * Looks at a write before it happens, inside of its transaction: may change its values, write other records, or refuse
 * by throwing an AppError, which undoes everything. May run again after a deadlock.
 */
export interface BeforeHook {
  /** name of an object, or `*` for all */
  object: string
  operations: readonly HookedOperation[]
  /** it does not ask what the record was before: `before` is null, unless another hook of the write asks */
  isBlind?: boolean
  /** it only has a word where an approval keeps the record, and never against the platform; the write finds that out */
  isForKept?: boolean
  /**
   * @returns the values to be stored instead; undefined leaves them. Read-only fields may be set, computed ones not.
   * Nothing of it is stored by `delete` and `undelete`.
   */
  run(input: HookInput): Promise<FieldValues | undefined>
}
