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
  /** quantities that the source keeps itself */
  taken: readonly TakenQuantity[]
}

/** How much of a line of the source went into something that was made. */
export interface TakenQuantity {
  object: string
  id: string
  /** the field that keeps how much is converted */
  field: string
  quantity: number
}

/** What has become of a record by a conversion. */
export interface DoneConversion {
  conversion: string
  target: string
  object: string
  id: string
  /** ISO 8601, UTC */
  at: string
  /** it was deleted or cancelled, and what was written back was taken back */
  undone: boolean
}

/** Makes others who convert or change the record wait until the transaction ends. */
export async function lockRecord({ db, catalog }: QueryContext, { object, id }: { object: string; id: string }) {
  const { table } = catalog.object(object)
  await db.query({ text: `select from ${quoteName(table)} where "id" = $1 for no key update`, values: [id] })
}

export async function noteConversion({ db, user }: QueryContext, link: ConversionLink): Promise<void> {
  const { conversion, source, target, object, id, isNew, taken } = link
  await db.query({
    text:
      'insert into fw_conversion (id, conversion, source_object, source_id, target, target_object, target_id, is_new, actor, taken)' +
      ' values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: [newId(), conversion, source.object, source.id, target, object, id, isNew, user.id, JSON.stringify(taken)],
  })
}

/** What has become of a record, oldest first; whether the records are still there is for the reader to see. */
export async function conversionsOf(db: Queryable, id: string): Promise<DoneConversion[]> {
  const { rows } = await db.query<Omit<DoneConversion, 'at'> & { at: Date }>({
    text:
      'select conversion, target, target_object as object, target_id as id, at, undone_at is not null as undone' +
      ' from fw_conversion' +
      ' where source_id = $1 order by id limit 1000',
    values: [id],
  })
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }))
}

/** A conversion that has made a record. */
export interface MakingConversion {
  id: string
  conversion: string
  source: { object: string; id: string }
  target: string
  taken: TakenQuantity[]
  undone: boolean
}

/** By which conversions a record was made, oldest first; where it was only taken, there is nothing to undo. */
export async function conversionsInto(
  db: Queryable,
  { object, id }: { object: string; id: string },
): Promise<MakingConversion[]> {
  const { rows } = await db.query<MakingConversion>({
    name: 'fw_conversions_into',
    text:
      "select id, conversion, json_build_object('object', source_object, 'id', source_id) as source, target, taken," +
      ' undone_at is not null as undone from fw_conversion' +
      ' where target_id = $1 and target_object = $2 and is_new order by id',
    values: [id, object],
  })
  return rows
}

/** Notes that what a conversion wrote back has been taken back, or is there again. */
export async function markConversion(db: Queryable, { id, undone }: { id: string; undone: boolean }): Promise<void> {
  const at = undone ? 'now()' : 'null'
  await db.query({ text: `update fw_conversion set undone_at = ${at} where id = $1`, values: [id] })
}
