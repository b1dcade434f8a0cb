import { accessSources } from '@fieldwork/database'
import type { IntendedWrite } from './in-whose-right.ts'
import { inTransaction } from './in-transaction.ts'
import { noteOperation } from './note-operation.ts'
import type { WriteContext } from './write-context.ts'

const writing: ReadonlySet<string> = new Set(['create', 'update', 'delete'])

/**
 * Records that decide about access (people, departments, assignments of roles) are written together with a line of the
 * operation log. What the platform does by itself is told where it is asked for.
 */
export function notingOrganisation<T>(
  ctx: WriteContext,
  { object, operation, id, done, values, isTold }: IntendedWrite,
  work: (ctx: WriteContext) => Promise<T>,
): Promise<T> {
  const isNoted = accessSources(ctx.catalog).has(object) && writing.has(operation) && !isTold && !ctx.actor.system
  if (!isNoted) return work(ctx)
  return inTransaction(ctx, async (tx) => {
    const result = await work(tx)
    const { record, count, isUnchanged } = madeBy(result)
    if (isUnchanged) return result
    const details = {
      done: done ?? operation,
      ...(values && { fields: Object.keys(values) }),
      ...(count !== null && { count }),
    }
    await noteOperation(tx, { action: 'organisation', object, record: id ?? record, details })
    return result
  })
}

/** The record that a write has made, or how many it has. */
function madeBy(result: unknown) {
  const made = (result ?? {}) as { id?: unknown; ids?: unknown; isUnchanged?: boolean }
  return {
    record: typeof made.id === 'string' ? made.id : null,
    count: Array.isArray(made.ids) ? made.ids.length : null,
    isUnchanged: made.isUnchanged === true,
  }
}
