import { formatText } from '../../csv/cell.ts'
import type { FieldType, Property } from '../../field-type.ts'
import { parseTime } from './csv.ts'

const MINUTES = '([01][0-9]|2[0-3]):[0-5][0-9]'

/** A time of day on any day, `HH:mm`, or `HH:mm:ss` where the field keeps seconds. It is a text that sorts as time does. */
export const time: FieldType = {
  name: 'time',
  label: { en: 'Time', 'zh-CN': '时间' },
  icon: 'clock-circle',
  options: { properties: { seconds: { description: 'Seconds are kept', type: 'boolean' } } },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'string' }),
  valueSchema: (property) => ({
    type: 'string',
    maxLength: 8,
    pattern: hasSeconds(property) ? `^${MINUTES}(:[0-5][0-9])?$` : `^${MINUTES}$`,
  }),
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  normalise: (value, property) =>
    typeof value === 'string' && value.length === 5 && hasSeconds(property) ? `${value}:00` : value,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'min', 'max'],
  csv: { format: formatText, parse: (cell, property) => parseTime(cell, hasSeconds(property)) },
  widget: 'time',
  presentation: { filter: 'time', width: 100 },
  shownBy: ['seconds'],
  conformance: [
    {
      property: { 'x-field': { type: 'time' } },
      valid: [{ value: '09:30' }, { value: '00:00' }, { value: '23:59' }],
      invalid: ['9:30', '24:00', '12:60', '09:30:00', '09:30Z', '', 930, '上午九点'],
      ascending: ['00:00', '09:30', '10:00', '23:59'],
      expressions: ["value == '09:30'", "value < '10:00'", "value >= '09:00' && value <= '18:00'", 'value != null'],
    },
    {
      property: { 'x-field': { type: 'time', seconds: true } },
      valid: [{ value: '09:30', stored: '09:30:00' }, { value: '23:59:59' }],
      invalid: ['09:30:60', '09:30:0', '09:30:00.5'],
      ascending: ['09:29:59', '09:30:00', '09:30:01'],
      expressions: ["value == '09:30:00'", "value > '09:29:59'"],
    },
  ],
}

function hasSeconds(property: Property): boolean {
  return property['x-field'].seconds === true
}
