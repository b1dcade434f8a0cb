import { writeOperations } from '@fieldwork/database'
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
export async function noteAccess(
  { db, actor, user }: WriteContext,
  { object, id }: RecordAddress,
  { done, from, to }: AccessChange,
): Promise<void> {
  const { onBehalfOf, system } = actor
  const details = {
    done,
    from,
    to,
    ...(onBehalfOf && { on_behalf_of: onBehalfOf.id }),
    ...(system && { reason: system.reason }),
  }
  const line = {
    ...actor.call,
    action: 'access',
    outcome: 'done',
    actor: user.id,
    object,
    record: id,
    details,
  } as const
  await writeOperations(db, [line])
}
