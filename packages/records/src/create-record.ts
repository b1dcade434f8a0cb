import { insertRecord, newId } from '@fieldwork/database'
import { demand } from './actor-context.ts'
import { hooked } from './hooks/run-hooks.ts'
import type { FieldValues, RecordText } from './types.ts'
import { newRecordValues } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { refusalOf } from './write-problems.ts'

/** @throws forbidden, validation_failed (every problem), duplicate */
export async function createRecord(
  ctx: WriteContext,
  input: { object: string; values: FieldValues },
): Promise<RecordText> {
  demand(ctx, input.object, 'create')
  const object = ctx.catalog.object(input.object)
  const options = { anyState: ctx.actor.system !== undefined }
  const values = newRecordValues(ctx, object, input.values, options)
  return hooked(ctx, { object: object.name, operation: 'create', id: null, values }, (within, left, changed) =>
    storeNew(
      within,
      object.name,
      changed ? newRecordValues(ctx, object, left, { ...options, withStamps: true }) : left,
    ),
  )
}

async function storeNew(ctx: WriteContext, name: string, values: FieldValues): Promise<RecordText> {
  const id = newId()
  const outcome = await insertRecord(ctx, { object: name, id, values, reason: ctx.actor.system?.reason })
  if (outcome.code !== null) throw refusalOf(outcome, ctx.catalog, { object: ctx.catalog.object(name), id })
  return { id, version: outcome.version ?? 1, json: outcome.json ?? 'null' }
}
