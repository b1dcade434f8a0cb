import { getRecord } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { FieldValues, RecordAddress } from './types.ts'
import { changedValues } from './values.ts'

interface Change extends RecordAddress {
  values: FieldValues
}

/**
 * The values of a change, ready to be stored. A value that would be refused now but that the record has already is no
 * change, so a rule that came later does not freeze old records; it costs a read only when something is refused.
 *
 * @throws validation_failed (every problem)
 */
export async function changesOf(ctx: QueryContext, { object: name, id, values }: Change): Promise<FieldValues> {
  const object = ctx.catalog.object(name)
  try {
    return changedValues(ctx, object, values)
  } catch (error) {
    const refused = refusedFields(object, error)
    if (refused.length === 0) throw error
    const record = await getRecord(ctx, { object: name, id, fields: refused })
    if (record === null) throw error
    return changedValues(ctx, object, withoutStored(values, JSON.parse(record.json) as FieldValues))
  }
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

/** Lookups are read as `{"id","label"}` and written as ids. */
function isStored(stored: unknown, value: unknown): boolean {
  if (stored === undefined) return false
  return (
    isSame(stored, value) || (stored !== null && typeof stored === 'object' && 'id' in stored && stored.id === value)
  )
}

/** Structs and lists are equal when their parts are, in whichever order keys stand. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = Object.keys(a)
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && isSame(a[key as never], b[key as never]))
}
