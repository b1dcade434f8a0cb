import { writeOperations } from '@fieldwork/database'
import type { WriteContext } from './write-context.ts'

/** What a line of the operation log says beside who did it, and from where. */
export interface NotedOperation {
  action: 'access' | 'organisation'
  object: string
  record: string | null
  details: Record<string, unknown>
}

/** A line of the operation log that stands if, and only if, the write does: its context is that of the transaction. */
export async function noteOperation(
  { db, actor, user }: Pick<WriteContext, 'db' | 'actor' | 'user'>,
  { details, ...about }: NotedOperation,
): Promise<void> {
  const { onBehalfOf, system } = actor
  const told = {
    ...details,
    ...(onBehalfOf && { on_behalf_of: onBehalfOf.id }),
    ...(system && { reason: system.reason }),
  }
  await writeOperations(db, [{ ...actor.call, ...about, outcome: 'done', actor: user.id, details: told }])
}
