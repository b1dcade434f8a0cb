import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Queryable, Transaction } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'

/** A publish that commits later waits for the tables' locks, which this transaction then holds. */
export async function guardRevision(tx: Transaction, catalog: Catalog): Promise<void> {
  await tx.query({ text: 'set local statement_timeout = 0' })
  const { rows } = await tx.query<{ revision: string }>({ text: 'select revision from fw_revision' })
  if (Number(rows[0]?.revision) !== catalog.revision) throw appError('stale_revision')
}

/** Locks the next records in the order of their ids; whoever writes one of them meanwhile waits. */
export async function lockNext(
  tx: Transaction,
  { table }: Pick<CompiledObject, 'table'>,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    text: `select "id" from ${quoteName(table)} where "id" > $1 order by "id" limit ${limit} for no key update`,
    values: [after],
  })
  return rows.map(({ id }) => id)
}

/** How many records there are, about. */
export async function estimateRows(db: Queryable, { table }: Pick<CompiledObject, 'table'>): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    text: `select greatest(reltuples, 0)::float8 as count from pg_class where oid = $1::regclass`,
    values: [quoteName(table)],
  })
  return rows[0]?.count ?? 0
}
