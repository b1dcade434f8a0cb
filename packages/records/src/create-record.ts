import { demand } from './actor-context.ts'
import { createWithLines } from './lines/create-with-lines.ts'
import { splitLines } from './lines/split-lines.ts'
import { storeRecord } from './store-record.ts'
import type { FieldValues, RecordText } from './types.ts'
import type { WriteContext } from './write-context.ts'

/** @throws forbidden, validation_failed (every problem), duplicate */
export async function createRecord(
  ctx: WriteContext,
  input: { object: string; values: FieldValues },
): Promise<RecordText> {
  demand(ctx, input.object, 'create')
  const object = ctx.catalog.object(input.object)
  const split = splitLines(object, input.values, 'create')
  return split ? createWithLines(ctx, object, split) : storeRecord(ctx, object, { values: input.values })
}
