import { isNumeric } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { ObjectSchema, RecordData, View, ViewColumn } from '../api/types.ts'
import { maskedOf } from '../values/masked.ts'
import { shapeOfInfo } from '../values/shapes.ts'

/** One column of a list. */
export interface ListColumn {
  path: string
  label: string
  field: FieldShape
  /** px */
  width: number
  frozen: boolean
  isName: boolean
  isSortable: boolean
  /** how its total is made */
  aggregate?: string
  isFilterable: boolean
}

const USUAL_WIDTH_PX = 180
const CELL_PADDING_PX = 34
const PILL_PADDING_PX = 14
const MAX_NEEDED_PX = 190

/** The columns of a view in their order, frozen ones first. */
export function columnsOf(view: Pick<View, 'columns'>, schema: ObjectSchema): ListColumn[] {
  const columns = Object.entries(view.columns)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .map(([path, column]) => columnOf(path, column, schema.nameField))
  return [...columns.filter((column) => column.frozen), ...columns.filter((column) => !column.frozen)]
}

function columnOf(path: string, column: ViewColumn, nameField: string): ListColumn {
  const field = shapeOfInfo(path, column.field)
  return {
    path,
    label: field.label,
    field,
    width: Math.max(column.width ?? field.presentation?.width ?? USUAL_WIDTH_PX, neededWidth(field)),
    frozen: column.frozen === true,
    isName: path === nameField,
    isSortable: column.field.sortable,
    ...(column.aggregate === undefined ? {} : { aggregate: column.aggregate }),
    isFilterable: column.field.filterable !== false,
  }
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

/** True for columns of figures. */
export function isRightAligned({ field }: ListColumn): boolean {
  return isNumeric(field)
}

/** The value a column shows. */
export function cellValue(record: RecordData, path: string): unknown {
  return record[path] ?? maskedOf(record)[path]
}
