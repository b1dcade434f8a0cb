import type { Cell } from './csv/cell.ts'
import { readCell } from './csv/cell.ts'
import type { CsvContext, FieldType, Json, JsonSchema, Property } from './field-type.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type ReferenceHalf = Pick<
  FieldType,
  'complete' | 'valueSchema' | 'column' | 'normalise' | 'sortable' | 'groupable' | 'searchable' | 'measures' | 'csv'
>

/** JSON Schema of the id of a record; the format alone admits `urn:uuid:`, which the column does not. */
export const idSchema = { type: 'string', format: 'uuid', maxLength: 36 } satisfies JsonSchema

/** The parts that all fields have in common that hold the id of a record. */
export const referenceHalf: ReferenceHalf = {
  complete: (property) => ({
    ...property,
    type: 'string',
    format: 'uuid',
    'x-field': { ...property['x-field'], onDelete: property['x-field'].onDelete ?? 'restrict' },
  }),
  valueSchema: () => idSchema,
  column: () => ({ type: 'uuid' }),
  normalise: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: { format: formatReference, parse: (cell) => readCell(cell, parseId) },
}

/** What becomes of the record when the one it refers to is deleted. */
export const onDeleteSchema = { type: 'string', enum: ['restrict', 'set-null'] }

/** What stands for a record that the reader may not see. */
export const notVisible = { en: 'Not visible to you', 'zh-CN': '无权查看' }

/** A reference that was read with its label is written as the label, also where that is empty. */
export function formatReference(value: Json, _property: Property, { locale = 'zh-CN' }: CsvContext = {}): string {
  if (value === null) return ''
  if (typeof value !== 'object' || Array.isArray(value)) return String(value)
  return value.label === null ? notVisible[locale] : String(value.label ?? value.id ?? '')
}

/** Reads the id of a record from a cell. */
export function parseId(text: string): Cell {
  const id = text.toLowerCase()
  if (UUID.test(id)) return { value: id }
  return { problem: { en: `No record was found for “${text}”.`, 'zh-CN': `找不到“${text}”对应的记录。` } }
}
