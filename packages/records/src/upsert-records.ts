import { keyParts, liveIdOf, lockKeys, takenProblems, uniqueKeyOf, uniqueOptions } from '@fieldwork/database'
import type { KeyPart, TakenKey } from '@fieldwork/database'
import type { Json, Problem } from '@fieldwork/fields'
import { AppError, appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { withoutFields } from './access/known-object.ts'
import { demand } from './actor-context.ts'
import { updateRecord } from './change-record.ts'
import { createRecord } from './create-record.ts'
import { inTransaction } from './in-transaction.ts'
import type { FieldValues, UpsertedRecord, UpsertInput } from './types.ts'
import { maskedValue } from './entered-fields.ts'
import type { WriteContext } from './write-context.ts'

const attempts = 3

/** See `Records.upsert`. Writers of one key go one after the other, so each finds what the one before has stored. */
export async function upsertRecords(
  ctx: WriteContext,
  { object: name, key, rows }: UpsertInput,
): Promise<UpsertedRecord[]> {
  if (ctx.access(name, 'create').kind === 'none') demand(ctx, name, 'update')
  const object = ctx.catalog.object(name)
  const found = keyOf(withoutFields(object, ctx.absent?.(name)), key)
  const fields = found.parts.map(({ field }) => field)
  for (const { name: field, label } of fields)
    if (ctx.masked?.(name).has(field)) throw appError('forbidden', {}, [maskedValue({ name: field, label })])
  const keys = keysOf(fields, rows)
  const locks = keys.map((values) => values.map((value, at) => uniqueKeyOf(found.parts[at] as KeyPart, value)))
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(ctx, (within) => upsertAll(within, object, { found, keys, locks, rows }))
    } catch (error) {
      // somebody has created the record by another way after it was looked for
      if (attempt === attempts || !isKeyTaken(error, key)) throw error
    }
  }
}

interface Upsert {
  found: TakenKey
  keys: readonly unknown[][]
  /** keys that stand for the same record are equal */
  locks: readonly string[][]
  rows: readonly FieldValues[]
}

async function upsertAll(ctx: WriteContext, object: CompiledObject, { found, keys, locks, rows }: Upsert) {
  const name = `upsert ${found.parts.map(({ field }) => field.name).join(',')}`
  await lockKeys(ctx.db, { object: object.name, name, keys: locks })
  const results: UpsertedRecord[] = []
  for (const [at, row] of rows.entries())
    results.push(
      await atRow(rows.length > 1 ? at : null, () => upsertOne(ctx, object, { found, key: keys[at] ?? [], row })),
    )
  return results
}

interface RowUpsert {
  found: TakenKey
  key: readonly unknown[]
  row: FieldValues
}

async function upsertOne(ctx: WriteContext, object: CompiledObject, { found, key, row }: RowUpsert) {
  const id = await liveIdOf(ctx.db, { object, parts: found.parts, values: key })
  if (id === null) return { ...(await createRecord(ctx, { object: object.name, values: row })), isNew: true }
  try {
    return { ...(await updateRecord(ctx, { object: object.name, id, values: row })), isNew: false }
  } catch (error) {
    throw isHidden(error) ? taken(found) : error
  }
}

const isHidden = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found'

/** What every key that is taken by somebody else's record is answered with. */
function taken(found: TakenKey): AppError {
  const error = appError('duplicate', {}, takenProblems(found))
  final.add(error)
  return error
}

/** Refusals that looking again would not change. */
const final = new WeakSet<AppError>()

function isKeyTaken(error: unknown, key: readonly string[]): boolean {
  if (!(error instanceof AppError) || error.code !== 'duplicate' || final.has(error)) return false
  return error.problems.every(({ pointer }) => key.some((name) => pointer?.endsWith(`/${name}`)))
}

/**
 * The key that the fields are, in its own order.
 *
 * @throws invalid_request unless no two live records can have the same key
 */
function keyOf(object: CompiledObject, key: readonly string[]): TakenKey {
  const fields = key.map((name) => {
    const field = object.fields.get(name)
    if (!field) throw appError('unknown_field', { field: name, object: object.label })
    return field
  })
  const [only] = fields
  const isEnterable = fields.every(({ readOnly }) => !readOnly)
  if (isEnterable && fields.length === 1 && only && only.property['x-field'].unique)
    return { parts: [{ field: only, alike: uniqueOptions(only) }], unique: null }
  const unique = object.uniques.find((each) => isSameSet(each.fields, key))
  if (isEnterable && unique) return { parts: keyParts(object, unique), unique }
  throw appError('invalid_request', { reason: notAKey(key) })
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each))

const notAKey = (key: readonly string[]) => ({
  en: `key=${key.join(',')} does not identify a record; give a unique field that can be entered, or fields that are unique together`,
  'zh-CN': `key=${key.join(',')} 不能唯一确定一条记录，请指定可填写的唯一字段，或共同唯一的一组字段`,
})

/** @throws validation_failed (every row without a key) */
function keysOf(fields: readonly CompiledField[], rows: readonly FieldValues[]): unknown[][] {
  const problems: Problem[] = []
  const keys = rows.map((row, at) =>
    fields.map(({ name, label, type, property }) => {
      const value = row[name]
      const usable =
        typeof value === 'string' ? value.trim() !== '' : typeof value === 'number' || typeof value === 'boolean'
      if (usable) return type.normalise ? type.normalise(value as Json, property) : value
      problems.push({
        pointer: (rows.length > 1 ? `/${at}` : '') + pointerOf(name),
        code: 'required',
        message: {
          en: `${label.en} identifies the record; fill it in`,
          'zh-CN': `${label['zh-CN']}用于识别记录，必须填写`,
        },
        params: { field: name },
      })
      return null
    }),
  )
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return keys
}

/** Problems point into the list of rows. */
async function atRow<T>(row: number | null, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (row === null || !(error instanceof AppError)) throw error
    const { code, status, localized, params } = error
    const problems = error.problems.map((problem) => ({ ...problem, pointer: `/${row}${problem.pointer ?? ''}` }))
    throw new AppError(code, { status, message: localized, params: { ...params, row }, problems })
  }
}
