import { formatOption, parseOption } from '../select/csv.ts'
import { readCell } from '../../csv/cell.ts'
import type { Choice, FieldType, JsonSchema, Property } from '../../field-type.ts'

const FLAGS: Omit<Choice, 'order' | 'active'>[] = [
  { key: 'red', label: { en: 'Red', 'zh-CN': '红色' }, color: '#e5484d' },
  { key: 'orange', label: { en: 'Orange', 'zh-CN': '橙色' }, color: '#f0801a' },
  { key: 'yellow', label: { en: 'Yellow', 'zh-CN': '黄色' }, color: '#e2b203' },
  { key: 'green', label: { en: 'Green', 'zh-CN': '绿色' }, color: '#30a46c' },
  { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝色' }, color: '#2563eb' },
  { key: 'purple', label: { en: 'Purple', 'zh-CN': '紫色' }, color: '#7c3aed' },
  { key: 'gray', label: { en: 'Gray', 'zh-CN': '灰色' }, color: '#80868f' },
]
const NAMES = FLAGS.map(({ key }) => key)
const HEX = '#[0-9A-Fa-f]{6}'

/** A colour: `#rrggbb` or the name of a flag; with `flags: true` only a flag. */
export const color: FieldType = {
  name: 'color',
  label: { en: 'Colour or flag', 'zh-CN': '颜色/标记' },
  icon: 'bg-colors',
  options: { properties: { flags: { description: 'Only the named flag colours can be chosen', type: 'boolean' } } },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'string' }),
  valueSchema: colorSchema,
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  normalise: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  choices: flagColors,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: {
    format: (value, property, context) => formatOption(value, { choices: flagColors(property), ...context }),
    parse: (cell, property) =>
      readCell(cell, (text) =>
        text.startsWith('#') && property['x-field'].flags !== true
          ? { value: text.toLowerCase() }
          : parseOption(text, flagColors()),
      ),
  },
  widget: 'color',
  presentation: { filter: 'choice', width: 110 },
  shownBy: ['flags'],
  conformance: [
    {
      property: { 'x-field': { type: 'color' } },
      valid: [{ value: '#1677ff' }, { value: '#1677FF', stored: '#1677ff' }, { value: 'red' }],
      invalid: ['#fff', '1677ff', 'rgb(0,0,0)', 'Red', 'pink', '', 0xff],
      ascending: ['#000000', '#1677ff', 'blue', 'red'],
      expressions: ["value == '#1677ff'", "value != 'red'", 'value != null'],
    },
    {
      property: { 'x-field': { type: 'color', flags: true } },
      valid: [{ value: 'red' }, { value: 'gray' }],
      invalid: ['#1677ff', 'crimson'],
      expressions: ["value in ['red', 'orange']"],
    },
  ],
}

/** The flags in their order. */
function flagColors(_property?: Property): Choice[] {
  return FLAGS.map((flag, index) => ({ ...flag, order: index + 1, active: true }))
}

function colorSchema(property: Property): JsonSchema {
  if (property['x-field'].flags === true) return { type: 'string', enum: NAMES }
  return { type: 'string', maxLength: 7, pattern: `^(${HEX}|${NAMES.join('|')})$` }
}
