import { readCell } from '../../csv/cell.ts'
import type { CsvContext, FieldType, Json, Property } from '../../field-type.ts'

const YES = new Set(['是', '真', '对', '有', '√', '✓', 'yes', 'y', 'true', 't', 'on', '1'])
const NO = new Set(['否', '假', '错', '无', '×', '✗', 'no', 'n', 'false', 'f', 'off', '0'])

/** Yes or no. A new record has no, unless the author gives another default. */
export const boolean: FieldType = {
  name: 'boolean',
  label: { en: 'Yes/No', 'zh-CN': '是/否' },
  icon: 'check-square',
  options: { properties: {} },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'boolean', default: property.default ?? false }),
  valueSchema: () => ({ type: 'boolean' }),
  column: (property) => ({ type: 'boolean', default: property.default === true ? 'true' : 'false' }),
  expression: () => ({ kind: 'boolean' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: { format: formatBoolean, parse: (cell) => readCell(cell, parseBoolean) },
  widget: 'boolean',
  presentation: { width: 80 },
  conformance: [
    {
      property: { 'x-field': { type: 'boolean' } },
      valid: [{ value: true }, { value: false }],
      invalid: [0, 1, 'true', '是', ''],
      ascending: [false, true],
      expressions: ['value', 'value == true', '!(value == false)', 'value != null'],
    },
    { property: { default: true, 'x-field': { type: 'boolean' } }, valid: [{ value: false }], invalid: ['no'] },
  ],
}

function formatBoolean(value: Json, _property: Property, context: CsvContext = {}): string {
  if (typeof value !== 'boolean') return ''
  const [yes, no] = context.locale === 'en' ? ['Yes', 'No'] : ['是', '否']
  return value ? yes : no
}

function parseBoolean(text: string): ReturnType<FieldType['csv']['parse']> {
  const word = text.toLowerCase()
  if (YES.has(word)) return { value: true }
  if (NO.has(word)) return { value: false }
  return { problem: { en: 'Write yes or no.', 'zh-CN': '请填写“是”或“否”。' } }
}
