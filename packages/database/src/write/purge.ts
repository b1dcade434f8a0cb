import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { bindValues } from '../query/parameters.ts'
import { accessConditions, fieldOf, storedColumn } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'

interface Purged {
  object: CompiledObject
  ids: string[]
}

/**
 * Deletes a record in the recycle bin for good, with the lines that were deleted with it, all that its history says of
 * values, its members, shares and approvals. That there was one stays known.
 *
 * @param ctx a transaction is open
 * @returns how many records are gone; null: no such record in the bin, or the actor may not delete it
 * @throws still_referenced
 */
export async function purgeRecord(
  ctx: QueryContext,
  { object: name, id }: { object: string; id: string },
): Promise<number | null> {
  const object = ctx.catalog.object(name)
  if (!(await lockDeleted(ctx, object, id))) return null
  const all = await withParts(ctx, { object, ids: [id] })
  for (const purged of all.toReversed()) await deleteRows(ctx.db, purged)
  const ids = all.flatMap((purged) => purged.ids)
  await forgetValues(ctx, all, ids)
  return ids.length
}

async function lockDeleted(ctx: QueryContext, object: CompiledObject, id: string): Promise<boolean> {
  const env = createEnvironment(ctx)
  const conditions = [
    `o."id" = ${env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')}`,
    'o."deleted_at" is not null',
    ...accessConditions(env, object, 'o', { operation: 'delete' }),
  ]
  const { rowCount } = await ctx.db.query({
    text: `select 1 from ${quoteName(object.table)} o where ${conditions.join(' and ')} for update of o`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { id } }),
  })
  return rowCount === 1
}

/** Lines live and die with their record, and go before it. */
async function withParts(ctx: QueryContext, whole: Purged): Promise<Purged[]> {
  const found = [whole]
  for (const { object: name, field, isLines } of whole.object.collections.values()) {
    if (!isLines) continue
    const object = ctx.catalog.object(name)
    const column = quoteName(storedColumn(fieldOf(object, field)))
    const { rows } = await ctx.db.query<{ id: string }>({
      text: `select id from ${quoteName(object.table)} where ${column} = any($1::uuid[]) for update`,
      values: [whole.ids],
    })
    if (rows.length > 0) found.push(...(await withParts(ctx, { object, ids: rows.map(({ id }) => id) })))
  }
  return found
}

async function deleteRows(db: Queryable, { object, ids }: Purged): Promise<void> {
  const text = `delete from ${quoteName(object.table)} where id = any($1::uuid[])`
  try {
    await db.query({ text, values: [ids] })
  } catch (error) {
    if (sqlStateOf(error) === sqlState.foreignKeyViolation) throw appError('still_referenced')
    throw error
  }
}

async function forgetValues(ctx: QueryContext, all: readonly Purged[], ids: string[]): Promise<void> {
  const { db, user } = ctx
  await db.query({
    text: `update fw_event set changes = '{}', reason = null where record_id = any($1::uuid[])`,
    values: [ids],
  })
  await db.query({ text: 'delete from fw_access where record_id = any($1::uuid[])', values: [ids] })
  await db.query({ text: 'delete from fw_approval where record_id = any($1::uuid[])', values: [ids] })
  const objects = all.flatMap((purged) => purged.ids.map(() => purged.object.name))
  await db.query({
    text: `insert into fw_event (object, record_id, op, actor, revision, changes)
      select p.object, p.id, 'purge', $3::uuid, r.revision, '{}' from unnest($1::text[], $2::uuid[]) p (object, id), fw_revision r`,
    values: [objects, ids, user.id],
  })
}

/** Records of an object that have been in the recycle bin for so many days, the oldest first. */
export async function longDeleted(
  db: Queryable,
  { table }: Pick<CompiledObject, 'table'>,
  { days, limit }: { days: number; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    text: `select id from ${quoteName(table)} where deleted_at < now() - make_interval(days => $1) order by deleted_at limit $2`,
    values: [days, limit],
  })
  return rows.map(({ id }) => id)
}
