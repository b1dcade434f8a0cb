import type { Cell } from './csv/cell.ts'
import { readCell } from './csv/cell.ts'
import type { FieldType, Json, JsonSchema } from './field-type.ts'

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

/** A reference that was read with its label is written as the label. */
function formatReference(value: Json): string {
  if (value === null) return ''
  if (typeof value !== 'object' || Array.isArray(value)) return String(value)
  return String(value.label ?? value.id ?? '')
}

/** Reads the id of a record from a cell. */
export function parseId(text: string): Cell {
  const id = text.toLowerCase()
  if (UUID.test(id)) return { value: id }
  return { problem: { en: `No record was found for “${text}”.`, 'zh-CN': `找不到“${text}”对应的记录。` } }
}
