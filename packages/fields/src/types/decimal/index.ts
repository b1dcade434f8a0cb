import type { FieldType } from '../../field-type.ts'
import { scaledNumber } from '../../number-type.ts'
import { scaleSchema } from '../../option-schemas.ts'

/** A number with a fixed number of decimals (4 unless the author says otherwise) and at most 15 digits. */
export const decimal: FieldType = {
  name: 'decimal',
  label: { en: 'Decimal', 'zh-CN': '小数' },
  icon: 'number',
  options: { properties: { scale: scaleSchema(10) } },
  ...scaledNumber({ defaultScale: 4 }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  widget: 'decimal',
  shownBy: ['scale'],
  conformance: [
    {
      property: { 'x-field': { type: 'decimal' } },
      valid: [{ value: 12.5 }, { value: 0 }, { value: -0.0001 }, { value: 99_999_999_999.9999 }],
      invalid: [0.00001, 1e-7, 100_000_000_000, '1.5', true],
      ascending: [-10, -9.5, 0, 0.07, 9, 10],
      expressions: ['value == 12.5', 'value * 2.0 == 25.0', 'value > 12 && value < 12.51', 'value != null'],
    },
    {
      property: { exclusiveMinimum: 0, 'x-field': { type: 'decimal', scale: 2 } },
      valid: [{ value: 0.07 }, { value: 9_999_999_999_999.99 }, { value: 1.1 }],
      invalid: [0, 12.345, 0.30000000000000004, 10_000_000_000_000],
    },
    {
      property: { 'x-field': { type: 'decimal', scale: 10 } },
      valid: [{ value: 99_999.9999999999 }, { value: 1e-10 }],
      invalid: [1e-11, 100_000],
    },
    {
      property: { 'x-field': { type: 'decimal', scale: 0 } },
      valid: [{ value: 999_999_999_999_999 }],
      invalid: [0.5, 1e15],
    },
  ],
}
