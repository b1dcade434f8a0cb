import { insertRecord, newId } from '@fieldwork/database'
import type { CompiledObject } from '@fieldwork/metadata'
import { describedRefusal } from './duplicate-problems.ts'
import { guardedFields } from './entered-fields.ts'
import { hooked } from './hooks/run-hooks.ts'
import type { FieldValues, RecordText } from './types.ts'
import { newRecordValues } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { warningsOf } from './write-problems.ts'

interface NewRecord {
  values: FieldValues
  /** its lines are written after it */
  beforeLines?: boolean
}

/** Stores a record without its lines. */
export function storeRecord(
  ctx: WriteContext,
  object: CompiledObject,
  { values: sent, beforeLines }: NewRecord,
): Promise<RecordText> {
  const options = { anyState: ctx.actor.system !== undefined }
  const values = newRecordValues(ctx, object, sent, options)
  const guarded = guardedFields(ctx, object.name, { operation: 'create', values: sent })
  const input = { object: object.name, operation: 'create', id: null, values, entered: sent } as const
  return hooked(ctx, input, (within, left, { changed }) => {
    const last = changed ? newRecordValues(ctx, object, left, { ...options, withStamps: true }) : left
    return storeNew(within, object, { values: last, beforeLines, guarded })
  })
}

async function storeNew(
  ctx: WriteContext,
  object: CompiledObject,
  record: NewRecord & { guarded: readonly string[] },
): Promise<RecordText> {
  const id = newId()
  const reason = ctx.actor.system?.reason
  const { values, beforeLines, guarded } = record
  const outcome = await insertRecord(ctx, { object: object.name, id, values, reason, beforeLines, guarded })
  if (outcome.code !== null) throw await describedRefusal(ctx, outcome, { object, id })
  return { id, version: outcome.version ?? 1, json: outcome.json ?? 'null', warnings: warningsOf(object, outcome) }
}
