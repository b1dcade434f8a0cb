import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'

/** Which of these records there are, whoever may see them; by id. Deleted ones count. */
export async function existingRecords(
  db: Queryable,
  catalog: Catalog,
  records: readonly { object?: string | null; record?: string | null }[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const name of new Set(records.map(({ object }) => object ?? ''))) {
    const object = catalog.objects.get(name)
    if (!object) continue
    const ids = records.flatMap(({ object: own, record }) => (own === name && record ? [record] : []))
    const text = `select id from ${quoteName(object.table)} where id = any($1::uuid[])`
    const { rows } = await db.query<{ id: string }>({ text, values: [ids] })
    for (const { id } of rows) found.add(id)
  }
  return found
}
