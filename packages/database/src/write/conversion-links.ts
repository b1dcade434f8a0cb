import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'
import { newId } from '../system/new-id.ts'

/** A record that a conversion has made or taken. */
export interface ConversionLink {
  conversion: string
  source: { object: string; id: string }
  target: string
  object: string
  id: string
  isNew: boolean
}

/** What has become of a record by a conversion. */
export interface DoneConversion {
  conversion: string
  target: string
  object: string
  id: string
  /** ISO 8601, UTC */
  at: string
}

/** Makes others who convert or change the record wait until the transaction ends. */
export async function lockRecord({ db, catalog }: QueryContext, { object, id }: { object: string; id: string }) {
  const { table } = catalog.object(object)
  await db.query({ text: `select from ${quoteName(table)} where "id" = $1 for no key update`, values: [id] })
}

export async function noteConversion({ db, user }: QueryContext, link: ConversionLink): Promise<void> {
  const { conversion, source, target, object, id, isNew } = link
  await db.query({
    text:
      'insert into fw_conversion (id, conversion, source_object, source_id, target, target_object, target_id, is_new, actor)' +
      ' values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [newId(), conversion, source.object, source.id, target, object, id, isNew, user.id],
  })
}

/** What has become of a record, oldest first; whether the records are still there is for the reader to see. */
export async function conversionsOf(db: Queryable, id: string): Promise<DoneConversion[]> {
  const { rows } = await db.query<Omit<DoneConversion, 'at'> & { at: Date }>({
    text:
      'select conversion, target, target_object as object, target_id as id, at from fw_conversion' +
      ' where source_id = $1 order by id limit 1000',
    values: [id],
  })
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }))
}
