import { isDeepStrictEqual } from 'node:util'
import { getRecord, unwritableNames } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { FieldValues, RecordAddress } from './types.ts'
import { withoutFields } from './access/known-object.ts'
import { guardedFields, unwritableValue } from './entered-fields.ts'
import { enteredChanges } from './values.ts'

interface Change extends RecordAddress {
  values: FieldValues
}

/**
 * The values of a change, ready to be stored. A value that would be refused now but that the record has already is no
 * change, so a rule that came later does not freeze old records; it costs a read only when something is refused.
 *
 * @throws validation_failed (every problem)
 */
export async function changesOf(ctx: QueryContext, change: Change): Promise<FieldValues> {
  const object = ctx.catalog.object(change.object)
  try {
    return enteredChanges(ctx, object, change.values)
  } catch (error) {
    return changesAgain(ctx, change, error).catch((last) => withUnwritable(ctx, change, last))
  }
}

async function changesAgain(ctx: QueryContext, { object: name, id, values }: Change, error: unknown) {
  const object = ctx.catalog.object(name)
  const refused = refusedFields(withoutFields(object, ctx.absent?.(name)), error)
  if (refused.length === 0) throw error
  const record = await getRecord(ctx, { object: name, id, fields: refused })
  if (record === null) throw error
  return enteredChanges(ctx, object, withoutStored(values, JSON.parse(record.json) as FieldValues))
}

/** What may not be written on this record is told with what is refused anyway. */
async function withUnwritable(ctx: QueryContext, { object: name, id, values }: Change, error: unknown): Promise<never> {
  if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error
  const names = guardedFields(ctx, name, { operation: 'update', values })
  const found = await unwritableNames(ctx, { object: name, id, names })
  const { fields } = ctx.catalog.object(name)
  const more = found.flatMap((each) => fields.get(each) ?? []).map(unwritableValue)
  throw more.length === 0 ? error : appError('validation_failed', {}, [...error.problems, ...more])
}

/** Fields that can be entered and whose values were refused. */
function refusedFields(object: CompiledObject, error: unknown): string[] {
  if (!(error instanceof AppError) || error.code !== 'validation_failed') return []
  const names = error.problems.map(({ pointer }) => pointer?.split('/')[1] ?? '')
  return [...new Set(names)].filter((name) => object.fields.get(name)?.readOnly === false)
}

/** What a write would change: values that the record has already are left out. */
export function withoutStored(values: FieldValues, stored: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !isStored(stored[name], value)))
}

function isStored(stored: unknown, value: unknown): boolean {
  return stored !== undefined && isDeepStrictEqual(asWritten(stored), value)
}

/** Lookups are read with labels, files with their names; both are written as ids, `{"object","id","label"}` as both. */
function asWritten(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(asWritten)
  if (stored === null || typeof stored !== 'object' || !('id' in stored)) return stored
  if ('url' in stored) return stored.id
  if (!('label' in stored)) return stored
  return 'object' in stored ? { object: stored.object, id: stored.id } : stored.id
}
