import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import type { Assignments } from './image.ts'
import type { InsertInput } from './outcome.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

const columnOf = (object: CompiledObject, field: string): string => quoteName(object.fields.get(field)?.column ?? field)

/** The place of a new line behind all others; null where it is given, or not kept. */
export function nextPlace(object: CompiledObject, assigned: Assignments): { field: string; sql: string } | null {
  const { master } = object
  const key = master && assigned.get(master.field)
  if (master?.position == null || assigned.has(master.position) || key === undefined) return null
  const sql =
    `(select coalesce(max(c.${columnOf(object, master.position)}), 0) + 1 from ${quoteName(object.table)} c` +
    ` where c.${columnOf(object, master.field)} = ${key} and c."deleted_at" is null)`
  return { field: master.position, sql }
}

/** New lines that were given no place stand behind the others, in the order of their ids. */
export async function numberNewLines(
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<void> {
  const { master } = object
  const position = master?.position
  if (position == null || rows.every(({ values }) => values[position] != null)) return
  const [place, key, table] = [columnOf(object, position), columnOf(object, master!.field), quoteName(object.table)]
  const masters = [...new Set(rows.map(({ values }) => values[master!.field]))]
  const text =
    `with counted as (select o."id", row_number() over (partition by o.${key} order by o."id") + coalesce((select max(c.${place})` +
    ` from ${table} c where c.${key} = o.${key} and c."deleted_at" is null), 0) as fw_place from ${table} o` +
    ` where o.${key} = any($1::uuid[]) and o.${place} is null and o."deleted_at" is null)` +
    ` update ${table} o set ${place} = counted.fw_place from counted where o."id" = counted."id"`
  await db.query({ text, values: [masters] })
}
