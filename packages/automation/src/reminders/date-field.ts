import type { Queryable } from '@fieldwork/database'
import type { Catalog, CompiledField } from '@fieldwork/metadata'

/** A stored date or datetime of an object, with the name of its table. */
export interface DateField {
  table: string
  field: CompiledField & { column: string }
  isDate: boolean
}

/** @returns null where there is no such field */
export function dateField(catalog: Catalog, object: string, name: string): DateField | null {
  const found = catalog.objects.get(object)
  const field = found?.fields.get(name)
  if (!found || !field || field.column === null) return null
  const { column } = field
  if (field.type.name !== 'date' && field.type.name !== 'date-time') return null
  return { table: found.table, field: { ...field, column }, isDate: field.type.name === 'date' }
}

/** SQL of the date of a record `r`, as text. */
export const dateText = ({ field }: DateField): string => `to_json(r."${field.column}") #>> '{}'`

export async function readDate(db: Queryable, of: DateField, record: string): Promise<string | null> {
  const { rows } = await db.query<{ value: string | null }>({
    text: `select ${dateText(of)} as value from "${of.table}" r where r.id = $1 and r.deleted_at is null`,
    values: [record],
  })
  return rows[0]?.value ?? null
}
