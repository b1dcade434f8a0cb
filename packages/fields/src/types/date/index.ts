import { formatText } from '../../csv/cell.ts'
import { parseDate } from '../../csv/date.ts'
import type { FieldType } from '../../field-type.ts'

/** A day without a time or a zone, `YYYY-MM-DD`, from year 1 to 9999. */
export const date: FieldType = {
  name: 'date',
  label: { en: 'Date', 'zh-CN': '日期' },
  icon: 'calendar',
  options: { properties: {} },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'string', format: 'date' }),
  valueSchema: () => ({ type: 'string', format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' }),
  column: () => ({ type: 'date' }),
  expression: () => ({ kind: 'date' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'min', 'max'],
  csv: { format: formatText, parse: parseDate },
  widget: 'date',
  presentation: { width: 120 },
  conformance: [
    {
      property: { 'x-field': { type: 'date' } },
      valid: [{ value: '2026-01-31' }, { value: '2024-02-29' }, { value: '0001-01-01' }, { value: '9999-12-31' }],
      invalid: [
        '2026-02-30',
        '2025-02-29',
        '0000-01-01',
        '2026-1-31',
        '2026/01/31',
        '2026-01-31T00:00:00Z',
        '',
        20260131,
      ],
      ascending: ['1999-12-31', '2026-01-31', '2026-02-01', '2030-01-01'],
      expressions: ["value == date('2026-01-31')", "value < date('2026-02-01')", 'value != null'],
    },
  ],
}
