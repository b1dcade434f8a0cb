import { demand } from './actor-context.ts'
import { createWithLines } from './lines/create-with-lines.ts'
import { keepingWholes } from './lines/keep-wholes.ts'
import { splitLines } from './lines/split-lines.ts'
import { storeRecord } from './store-record.ts'
import type { FieldValues, RecordText } from './types.ts'
import type { WriteContext } from './write-context.ts'

/** @throws forbidden, validation_failed (every problem), duplicate */
export async function createRecord(
  ctx: WriteContext,
  { object: name, values }: { object: string; values: FieldValues },
): Promise<RecordText> {
  demand(ctx, name, 'create')
  const object = ctx.catalog.object(name)
  const split = splitLines(object, values, 'create')
  return keepingWholes(ctx, {
    object: name,
    values: [values],
    write: (tx) => (split ? createWithLines(tx, object, split) : storeRecord(tx, object, { values })),
    created: ({ id }) => [id],
  })
}
