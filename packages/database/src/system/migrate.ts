import type { Database, Queryable, Transaction } from '../connection/types.ts'
import { migrations } from './migrations.ts'

const ledger = `
create table if not exists fw_migration (
  version integer primary key,
  name text not null,
  at timestamptz not null default now()
)`

/**
 * Brings the workspace's schema and its system tables up to this version of the program. Every migration runs once,
 * all of them in one transaction; several processes may start at the same time.
 *
 * @throws Error when the workspace was last used by a newer version of the program
 */
export async function migrate(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query({ text: 'set local statement_timeout = 0' })
    await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${db.schema}:migrate`] })
    await createSchema(tx, db.schema)
    await tx.query({ text: ledger })
    await runPending(tx)
  })
}

/** Asks first: CREATE SCHEMA IF NOT EXISTS needs the right to create even where there is nothing to do. */
async function createSchema(tx: Transaction, schema: string): Promise<void> {
  const { rowCount } = await tx.query({ text: 'select from pg_namespace where nspname = $1', values: [schema] })
  if (rowCount === 0) await tx.query({ text: `create schema "${schema}"` })
}

/** The system version that this program makes. */
export const newestVersion = (): number => migrations.at(-1)!.version

/** Runs what is missing in the schema that the search path leads to. Throws Error as `migrate`. */
export async function runPending(tx: Queryable): Promise<void> {
  const { rows } = await tx.query<{ version: number }>({
    text: 'select coalesce(max(version), 0) as version from fw_migration',
  })
  const done = rows[0]!.version
  const newest = newestVersion()
  if (done > newest) {
    throw new Error(`This workspace is at system version ${done}, the program knows ${newest}: start a newer program`)
  }
  for (const { version, name, sql } of migrations.filter((migration) => migration.version > done)) {
    await tx.query({ text: sql })
    await tx.query({ text: 'insert into fw_migration (version, name) values ($1, $2)', values: [version, name] })
  }
}
