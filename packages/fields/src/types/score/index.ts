import { formatDecimal, parseDecimal } from '../../csv/number.ts'
import type { FieldType, Property } from '../../field-type.ts'

/** Points from 0 to `max` (5 unless the author says otherwise), shown as stars; `half` allows half points. */
export const score: FieldType = {
  name: 'score',
  label: { en: 'Score', 'zh-CN': '评分' },
  icon: 'star',
  options: {
    properties: {
      max: { description: 'The most points', type: 'integer', minimum: 3, maximum: 10 },
      half: { description: 'Half points can be given', type: 'boolean' },
    },
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: isHalf(property) ? 'number' : 'integer',
    'x-field': { ...property['x-field'], max: maxOf(property) },
  }),
  valueSchema: (property) => ({
    type: isHalf(property) ? 'number' : 'integer',
    minimum: 0,
    maximum: maxOf(property),
    ...(isHalf(property) && { multipleOf: 0.5 }),
  }),
  column: () => ({ type: 'numeric(3,1)' }),
  expression: () => ({ kind: 'decimal' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  csv: {
    format: formatDecimal,
    parse: (cell, property) => parseDecimal(cell.replace(/\s*[/／].*$/, ''), { scale: isHalf(property) ? 1 : 0 }),
  },
  widget: 'score',
  presentation: { width: 140 },
  shownBy: ['max', 'half'],
  conformance: [
    {
      property: { 'x-field': { type: 'score' } },
      valid: [{ value: 4 }, { value: 0 }, { value: 5 }],
      invalid: [6, -1, 3.5, '4', true],
      ascending: [0, 1, 4, 5],
      expressions: ['value == 4', 'value >= 3 && value < 5', 'value + 1 == 5', 'value != null'],
    },
    {
      property: { 'x-field': { type: 'score', max: 10, half: true } },
      valid: [{ value: 7.5 }, { value: 10 }],
      invalid: [7.25, 10.5],
      ascending: [7, 7.5, 8, 10],
      expressions: ['value == 7.5'],
    },
  ],
}

function maxOf(property: Property): number {
  return (property['x-field'].max as number | undefined) ?? 5
}

function isHalf(property: Property): boolean {
  return property['x-field'].half === true
}
