import { eventChanges } from '@fieldwork/database'
import type { WriteInput } from '@fieldwork/database'
import { ownershipFields } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import type { RecordText } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { noteAccess } from './note-access.ts'

/**
 * Stores a change and, where it gives the record to somebody else, a line of the operation log with it. What is assigned
 * tells of itself; a change that does not name the owner costs nothing.
 */
export function notingOwner(
  ctx: WriteContext,
  input: WriteInput,
  store: (ctx: WriteContext) => Promise<RecordText>,
): Promise<RecordText> {
  const object = ctx.catalog.object(input.object)
  if (!object.hasOwner || !object.hasHistory || input.operation === 'assign' || !namesOwner(object, input))
    return store(ctx)
  return inTransaction(ctx, async (tx) => {
    const record = await store(tx)
    if (record.isUnchanged) return record
    const { object: name, id } = input
    const changes = (await eventChanges(tx.db, { object: name, id, version: record.version })) ?? {}
    const moved = Object.entries(changes).filter(([field]) => ownershipFields.has(field))
    if (moved.length > 0) {
      const [from, to] = [0, 1].map((at) => Object.fromEntries(moved.map(([field, pair]) => [field, pair[at]])))
      await noteAccess(tx, { object: name, id }, { done: 'assign', from, to })
    }
    return record
  })
}

function namesOwner({ states }: CompiledObject, { values, operation, transition = '' }: WriteInput): boolean {
  const set = operation === 'transition' ? (states?.transitions[transition]?.set ?? {}) : {}
  return [...ownershipFields].some((field) => Object.hasOwn(values, field) || Object.hasOwn(set, field))
}
