import { setTimeout as sleep } from 'node:timers/promises'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database, Transaction } from '../connection/types.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { ColumnChange } from './column-change.ts'
import { addColumn } from './ddl.ts'
import { createSync, dropSync } from './sync-trigger.ts'

/** Below `deadlock_timeout`, as for every publisher: others never wait longer for a table. */
const lockTimeoutMs = 100
const patienceMs = 600_000

/** Adds the other column and keeps it right for what is written from now on. May be repeated. */
export async function prepareColumn(db: Database, schema: string, change: ColumnChange): Promise<void> {
  const { table, to, isNew } = change
  const column = { ...to, default: null, notNull: false, unique: false, indexed: false, field: null }
  await patiently(db, async (tx) => {
    const { rowCount } = await tx.query({
      text: `select from pg_attribute where attrelid = $1::regclass and attname = $2 and not attisdropped`,
      values: [`${quoteName(schema)}.${quoteName(table)}`, to.name],
    })
    if (isNew && rowCount === 0) await tx.query({ text: addColumn(schema, table, column) })
    await tx.query({ text: createSync(schema, change) })
  })
}

/** Takes `prepareColumn` back. A column that the field had before stays. */
export async function abandonColumn(db: Database, schema: string, change: ColumnChange): Promise<void> {
  const { table, to, isNew, object } = change
  await patiently(db, async (tx) => {
    const { rowCount } = await tx.query({
      text: `select from fw_column where object = ${quoteText(object)} and column_name = $1`,
      values: [to.name],
    })
    await tx.query({ text: dropSync(schema, change) })
    if (!isNew || rowCount !== 0) return
    await tx.query({
      text: `alter table ${quoteName(schema)}.${quoteName(table)} drop column if exists ${quoteName(to.name)}`,
    })
  })
}

/** Changes a table in a moment in which nobody else uses it. */
export async function patiently(db: Database, work: (tx: Transaction) => Promise<void>): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(
        async (tx) => {
          await tx.query({ text: `set local lock_timeout = ${lockTimeoutMs}; set local statement_timeout = 0` })
          await work(tx)
        },
        { retries: 0 },
      )
    } catch (error) {
      const state = sqlStateOf(error)
      const isBusy = state === sqlState.lockNotAvailable || state === sqlState.deadlockDetected
      if (!isBusy || Date.now() > deadline) throw error
      await sleep((0.5 + Math.random()) * lockTimeoutMs * Math.min(10, attempt))
    }
  }
}

/** Goes over the rows after `after` in the order of ids; null when there were none. */
export async function fillBatch(
  tx: Transaction,
  schema: string,
  { change, after, size }: { change: ColumnChange; after: string | null; size: number },
): Promise<{ last: string; rows: number } | null> {
  const { table, to, value } = change
  const [from, column] = [`${quoteName(schema)}.${quoteName(table)}`, quoteName(to.name)]
  const { rows } = await tx.query<{ last: string | null; rows: number }>({
    text: `with batch as (select id from ${from} where $1::uuid is null or id > $1 order by id limit $2 for no key update),
        filled as (update ${from} t set ${column} = t.${column} from batch
          where t.id = batch.id and (${value}) is distinct from t.${column})
      select (select max(id::text) from batch) as last, (select count(*)::int from batch) as rows`,
    values: [after, size],
  })
  const { last, rows: count } = rows[0]!
  return last === null ? null : { last, rows: count }
}
