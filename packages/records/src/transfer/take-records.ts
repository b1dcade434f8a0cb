import { streamRecords } from '@fieldwork/database'
import type { Database, QueryContext } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { demand } from '../actor-context.ts'
import { takingLimit } from '../access/platform-rights.ts'
import type { Actor } from '../types.ts'
import { takenColumns } from './taken-columns.ts'
import { takenRecords } from './taken-records.ts'
import type { TakeInput, TakenRecords } from './types.ts'

/**
 * Opens the records of a selection for taking them away: those that the actor may read and with which he may do that.
 *
 * @throws forbidden, unknown_field, invalid_expression, too_many_rows (nothing is cut off), too_slow
 */
export async function takeRecords(
  ctx: QueryContext,
  actor: Actor,
  { most, ...input }: TakeInput & { pool: Database['pool'] },
): Promise<TakenRecords> {
  const { operation, object: name, pool } = input
  demand(ctx, name, operation)
  const { locale } = actor
  const object = ctx.catalog.object(name)
  const columns = takenColumns(ctx, {
    object: name,
    fields: input.fields,
    leavesOutHidden: input.leavesOutHidden,
    locale,
  })
  const fields = columns.map(({ path }) => path)
  const stream = await streamRecords(ctx, pool, { ...input, fields })
  const limit = takingLimit(ctx.catalog, actor, operation) ?? most
  if (limit !== null && stream.count > limit) {
    await stream.close()
    throw appError('too_many_rows', { count: stream.count, limit })
  }
  return takenRecords({ stream, columns, label: object.label[locale], options: { locale, timeZone: ctx.timeZone } })
}
