import { isNumeric } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { ObjectSchema, RecordData, View } from '../api/types.ts'
import { shapeOf } from '../values/shapes.ts'

/** One column of a list. */
export interface ListColumn {
  path: string
  label: string
  field: FieldShape
  /** px */
  width: number
  frozen: boolean
  isName: boolean
}

const WIDTHS: Record<string, number> = {
  boolean: 80,
  date: 120,
  'date-time': 160,
  integer: 110,
  percent: 100,
  money: 140,
  select: 120,
  user: 130,
}

const CELL_PADDING_PX = 34
const PILL_PADDING_PX = 14
const MAX_NEEDED_PX = 190

/** The columns of a view that the caller may read, in their order, frozen ones first. */
export function columnsOf(view: Pick<View, 'columns'>, schema: ObjectSchema): ListColumn[] {
  const columns = Object.entries(view.columns)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(([path, column]) => {
      const field = fieldAt(path, schema)
      if (!field) return []
      const width = Math.max(column.width ?? WIDTHS[field.type] ?? 180, neededWidth(field))
      return [
        { path, label: field.label, field, width, frozen: column.frozen === true, isName: path === schema.nameField },
      ]
    })
  return [...columns.filter((column) => column.frozen), ...columns.filter((column) => !column.frozen)]
}

/** px that the head and the longest option need, within reason: views are made in one language and read in another. */
function neededWidth(field: FieldShape): number {
  const options = Object.values(field.options ?? {}).map((option) => textWidth(option.label) + PILL_PADDING_PX)
  return Math.min(Math.max(textWidth(field.label), 0, ...options) + CELL_PADDING_PX, MAX_NEEDED_PX)
}

function textWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 13.5 : 7.4), 0)
}

/** The fields a list must ask for. */
export function fieldsOf(columns: ListColumn[], schema: ObjectSchema): string[] {
  return [...new Set([schema.nameField, ...columns.map((column) => column.path)])]
}

/** True for columns of figures; a computed column is judged by the first value there is. */
export function isRightAligned(column: ListColumn, records: RecordData[]): boolean {
  if (column.field.type !== 'formula') return isNumeric(column.field)
  const first = records.find((record) => record[column.path] !== null && record[column.path] !== undefined)
  return typeof first?.[column.path] === 'number'
}

/** The value a column shows. */
export function cellValue(record: RecordData, path: string): unknown {
  return record[path]
}

function fieldAt(path: string, schema: ObjectSchema): FieldShape | null {
  const [first = '', ...rest] = path.split('.')
  const info = schema.fields[first]
  if (!info?.readable) return null
  const field = shapeOf(schema, first)
  if (!field || rest.length === 0) return field
  return { name: path, label: `${field.label} · ${rest.join('.')}`, type: 'text', widget: 'text' }
}
