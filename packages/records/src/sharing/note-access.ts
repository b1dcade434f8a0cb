import { noteOperation } from '../note-operation.ts'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'

/** What was done with the access to a record. */
export interface AccessChange {
  done: 'share' | 'unshare' | 'members' | 'assign'
  /** before and after; texts and ids */
  from: unknown
  to: unknown
}

/** A line of the operation log that stands if, and only if, the write does. */
export const noteAccess = (ctx: WriteContext, { object, id }: RecordAddress, change: AccessChange): Promise<void> =>
  noteOperation(ctx, { action: 'access', object, record: id, details: { ...change } })
