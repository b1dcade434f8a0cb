import type { Json } from '@fieldwork/fields'
import type { CellOptions, TakenColumn } from './types.ts'

/** A column of the file, made of a field or of the ids that it refers to. */
export interface CellColumn extends TakenColumn {
  header: string
  isId: boolean
}

/** The columns of the file: a field that refers to records has one of their labels, one of their ids, or both. */
export function cellColumns(columns: readonly TakenColumn[], { references, headers }: CellOptions): CellColumn[] {
  return columns.flatMap((column) => {
    const name = headers === 'name' ? column.path : column.label
    const own = { ...column, header: name, isId: false }
    if (!refersToRecords(column)) return [own]
    const id = { ...column, header: headers === 'name' ? `${name}.id` : `${name} (ID)`, isId: true }
    if (references === 'both') return [own, id]
    return [references === 'id' ? id : own]
  })
}

const refersToRecords = ({ field, path }: TakenColumn): boolean =>
  (field.reference !== null || field.targets !== null) && !path.endsWith('.id')

/** The text of a cell, as forms and imports write it. */
export function cellText(value: Json, { field, isId }: CellColumn, { locale, timeZone }: CellOptions): string {
  if (value === null || value === undefined) return ''
  return isId ? idsOf(value) : field.type.csv.format(value, field.property, { locale, timeZone })
}

/** What a cell of a spreadsheet holds: numbers and days as such, else text. */
export function cellValue(value: Json, column: CellColumn, options: CellOptions): string | number | Date | null {
  if (value === null || value === undefined) return null
  const { kind } = column.field.type.expression(column.field.property)
  if (!column.isId && typeof value === 'number' && (kind === 'integer' || kind === 'decimal')) return value
  const text = cellText(value, column, options)
  return (!column.isId && momentOf(kind, text)) || text
}

/** Spreadsheets know no zones: a moment is what the clock on the wall shows. */
function momentOf(kind: string, text: string): Date | null {
  if (kind !== 'date' && kind !== 'datetime') return null
  const [day = '', time = '00:00:00'] = text.replace(/Z$/, '').split(/[T ]/)
  const moment = new Date(`${day}T${time}Z`)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** How a spreadsheet shows the cells of a column; undefined: as it likes. */
export function cellFormat({ field, isId }: CellColumn): string | undefined {
  const { kind } = field.type.expression(field.property)
  if (isId || (kind !== 'date' && kind !== 'datetime')) return undefined
  return kind === 'date' ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm:ss'
}

const SEPARATOR = '; '

function idsOf(value: Json): string {
  if (Array.isArray(value)) return value.map(idsOf).join(SEPARATOR)
  return typeof value === 'object' && value !== null ? String(value.id ?? '') : String(value)
}
