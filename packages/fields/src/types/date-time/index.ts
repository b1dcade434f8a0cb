import { formatDateTime, parseDateTime, utcText } from '../../csv/date.ts'
import type { FieldType } from '../../field-type.ts'

/**
 * What PostgreSQL holds of RFC 3339: an offset of less than 16 hours, no leap second, and years whose UTC day has
 * four digits.
 */
const INSTANT =
  '^(?!000[01]|9999-12-31)\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:[0-5]\\d(\\.\\d{1,6})?([Zz]|[+-](0\\d|1[0-5]):[0-5]\\d)$'

/** An instant, RFC 3339 with an offset; stored and returned in UTC, to the microsecond. */
export const dateTime: FieldType = {
  name: 'date-time',
  label: { en: 'Date and time', 'zh-CN': '日期时间' },
  icon: 'clock-circle',
  options: { properties: {} },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'string', format: 'date-time' }),
  valueSchema: () => ({ type: 'string', format: 'date-time', pattern: INSTANT }),
  column: () => ({ type: 'timestamptz' }),
  expression: () => ({ kind: 'datetime' }),
  normalise: (value) => (typeof value === 'string' ? utcText(value) : value),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'min', 'max'],
  csv: {
    format: (value, _property, context) => formatDateTime(value, context?.timeZone ?? 'UTC'),
    parse: (cell, _property, context) => parseDateTime(cell, context?.timeZone ?? 'UTC'),
  },
  widget: 'date-time',
  presentation: { width: 160 },
  conformance: [
    {
      property: { 'x-field': { type: 'date-time' } },
      valid: [
        { value: '2026-01-31T09:30:00+08:00', stored: '2026-01-31T01:30:00+00:00' },
        { value: '2026-01-31T01:30:00Z', stored: '2026-01-31T01:30:00+00:00' },
        { value: '2026-01-31T23:59:59.125-05:30', stored: '2026-02-01T05:29:59.125+00:00' },
        { value: '1969-12-31t23:59:59.000001z', stored: '1969-12-31T23:59:59.000001+00:00' },
        { value: '0002-01-01T00:00:00+15:59', stored: '0001-12-31T08:01:00+00:00' },
        { value: '9999-12-30T23:59:59-15:59', stored: '9999-12-31T15:58:59+00:00' },
      ],
      invalid: [
        '2026-01-31',
        '2026-01-31T09:30:00',
        '2026-01-31 09:30:00Z',
        '2026-01-31T09:30Z',
        '2026-02-30T09:30:00Z',
        '2026-01-31T25:00:00Z',
        '2016-12-31T23:59:60Z',
        '2026-01-31T09:30:00+16:00',
        '0001-01-01T00:00:00+08:00',
        '9999-12-31T23:59:59-08:00',
        1_769_823_000_000,
      ],
      ascending: ['1999-12-31T16:00:00+00:00', '2026-01-31T09:30:00+08:00', '2026-01-31T02:00:00Z'],
      expressions: [
        "value == datetime('2026-01-31T01:30:00Z')",
        "value > datetime('2026-01-31T09:29:59+08:00')",
        'value != null',
      ],
    },
  ],
}
