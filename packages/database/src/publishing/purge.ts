import { appError, titled } from '@fieldwork/metadata'
import type { Queryable, Transaction } from '../connection/types.ts'
import { lockTables } from '../schema/apply-schema.ts'
import { say } from '../schema/steps.ts'
import type { SchemaStep } from '../schema/steps.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { PublishingContext } from './draft.ts'
import { takeTurn, withPatience } from './patience.ts'

/** A column of a removed field, or one that a change of type left behind; it returns when the change is taken back. */
export interface KeptColumn {
  object: string
  field: string
  column: string
  /** as PostgreSQL spells it */
  type: string
  /** ISO 8601, UTC */
  removed_at: string
}

const keptQuery = `
select object, field, column_name as column, sql_type as type,
  to_char(dropped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as removed_at
from fw_column where dropped_at is not null and ($1::text is null or object = $1) and ($2::text is null or field = $2)
order by object, field, column_name`

/** What could be purged, by object and field. */
export async function listKeptColumns(
  db: Queryable,
  { object = null, field = null }: { object?: string | null; field?: string | null } = {},
): Promise<KeptColumn[]> {
  const { rows } = await db.query<KeptColumn & Record<string, unknown>>({ text: keptQuery, values: [object, field] })
  return rows
}

export interface PurgeInput {
  object: string
  field: string
  confirm: boolean
}

/** What a purge took away. */
export interface Purged {
  columns: string[]
  /** values that are gone for good */
  values: number
}

/**
 * Drops the columns that a field left behind, with the values in them. The history of the records keeps its entries.
 *
 * @throws not_found (nothing is kept), plan_needs_confirmation (`params.steps`, with the number of values), busy
 */
export async function purgeField(context: PublishingContext, input: PurgeInput): Promise<Purged> {
  return withPatience(context, async (tx) => {
    await takeTurn(tx, context)
    const kept = await listKeptColumns(tx, input)
    if (kept.length === 0) throw appError('not_found', { name: `${input.object}.${input.field}` })
    await assertUnused(tx, input, kept)
    if (!input.confirm) await ask(tx, context, { input, kept })
    await lockTables(tx, context.db.schema, [{ table: input.object, mode: 'access exclusive' }])
    const { values, step } = await describe(tx, context, { input, kept })
    await tx.query({ text: step.sql })
    return { columns: kept.map(({ column }) => column), values }
  })
}

interface Purge {
  input: PurgeInput
  kept: KeptColumn[]
}

async function ask(tx: Transaction, context: PublishingContext, purge: Purge): Promise<never> {
  const { step } = await describe(tx, context, purge)
  throw appError('plan_needs_confirmation', { steps: [step] })
}

async function describe(
  tx: Transaction,
  { db: { schema }, known }: PublishingContext,
  { input: { object, field }, kept }: Purge,
): Promise<{ values: number; step: SchemaStep }> {
  const table = `${quoteName(schema)}.${quoteName(object)}`
  const counts = kept.map(({ column }) => `count(${quoteName(column)})`)
  const { rows } = await tx.query<{ values: number }>({
    text: `select (${counts.join(' + ')})::float8 as values from ${table}`,
  })
  const { values } = rows[0]!
  const compiled = known?.catalog.objects.get(object)
  const title = compiled ? titled(compiled.label, object) : say(object, object)
  const summary = say(
    `Purge what field ${field} of ${title.en} left behind: ${values} values are lost for good`,
    `清除${title['zh-CN']}的字段 ${field} 遗留的数据：${values} 个值将永久丢失`,
  )
  const drops = kept.map(({ column }) => `drop column if exists ${quoteName(column)}`)
  const names = kept.map(({ column }) => quoteText(column)).join(', ')
  const sql = [
    `alter table ${table} ${drops.join(', ')}`,
    `delete from fw_column where object = ${quoteText(object)} and column_name in (${names}) and dropped_at is not null`,
  ].join(';\n')
  return { values, step: { class: 'destructive', summary, sql } }
}

/** A change of type under way may be filling a column that the field had before. */
async function assertUnused(tx: Queryable, { object, field }: PurgeInput, kept: KeptColumn[]): Promise<void> {
  const { rowCount } = await tx.query({
    text: `select from fw_task t, jsonb_array_elements(t.args->'changes') c
      where t.key like 'schema:type:%' and t.state in ('queued', 'running', 'failed')
        and c->>'object' = $1 and c->'to'->>'name' = any($2)`,
    values: [object, kept.map(({ column }) => column)],
  })
  if (rowCount === 0) return
  const message = say(
    `The type of ${field} is being changed; wait for that task or cancel it`,
    `字段 ${field} 的类型正在变更中，请等待该任务完成或将其取消`,
  )
  throw appError('validation_failed', {}, [{ code: 'change_under_way', message, params: { field } }])
}
