import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import { approvalOwner } from './approval-files.ts'

/** A file that nothing can take or read any more. */
export interface Leftover {
  id: string
  storageKey: string
}

interface SweepInput {
  catalog: Catalog
  /** an upload that no record took within so many hours is a leftover */
  hours: number
  limit: number
}

const unused = 'record_id is null and created_at < now() - make_interval(hours => $1)'

/** Whether there may be something to sweep. */
export async function hasLeftovers(db: Queryable, { catalog, hours }: Omit<SweepInput, 'limit'>): Promise<boolean> {
  const { rowCount } = await db.query({ text: `select from fw_file where ${unused} limit 1`, values: [hours] })
  if (rowCount !== 0) return true
  for (const text of goneRecords(catalog)) if ((await db.query({ text: `${text} limit 1` })).rowCount !== 0) return true
  return false
}

/**
 * Takes leftovers out of circulation: uploads that nobody used or that broke off, and files of records that have been
 * purged. From then on no record can take them, so their content may go; see `forgetFiles`.
 */
export async function retireLeftovers(db: Queryable, { catalog, hours, limit }: SweepInput): Promise<Leftover[]> {
  const { rows } = await db.query<Leftover & Record<string, unknown>>({
    text:
      `update fw_file set stored = false where id in (select id from fw_file where ${unused}` +
      ' order by created_at limit $2 for update skip locked) returning id, storage_key as "storageKey"',
    values: [hours, limit],
  })
  const left = [...rows]
  for (const text of goneRecords(catalog)) {
    if (left.length >= limit) break
    const gone = await db.query<Leftover & Record<string, unknown>>({
      text: `update fw_file set stored = false where id in (${text} limit $1) returning id, storage_key as "storageKey"`,
      values: [limit - left.length],
    })
    left.push(...gone.rows)
  }
  return left
}

/** Drops what is known of files whose content is gone. */
export async function forgetFiles(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query({ text: 'delete from fw_file where id = any($1) and not stored', values: [ids] })
}

/** By owner: files of records, and of approvals, whose rows are gone. */
function goneRecords({ objects }: Catalog): string[] {
  const owners = [...objects.values(), { name: approvalOwner, table: 'fw_approval' }]
  return owners.map(
    ({ name, table }) =>
      `select f.id from fw_file f where f.record_id is not null and f.object = '${name}'` +
      ` and not exists (select 1 from ${quoteName(table)} o where o."id" = f.record_id)`,
  )
}
