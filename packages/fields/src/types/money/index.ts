import { formatDecimal } from '../../csv/number.ts'
import type { FieldType, Json, Property } from '../../field-type.ts'
import { scaledNumber } from '../../number-type.ts'
import { scaleSchema } from '../../option-schemas.ts'

const amount = scaledNumber({ defaultScale: 2 })

/** An amount of money, exact. The currency is shown only; without one it is the workspace's. */
export const money: FieldType = {
  name: 'money',
  label: { en: 'Money', 'zh-CN': '金额' },
  icon: 'pay-circle',
  options: {
    properties: { scale: scaleSchema(6), currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217' } },
  },
  ...amount,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  csv: { ...amount.csv, format: formatAmount },
  widget: 'money',
  shownBy: ['scale', 'currency'],
  presentation: { width: 140 },
  conformance: [
    {
      property: { minimum: 0, 'x-field': { type: 'money', currency: 'CNY' } },
      valid: [{ value: 1234.5 }, { value: 0 }, { value: 9_999_999_999_999.99 }],
      invalid: [-1, 12.345, 10_000_000_000_000, '12.00', '¥12'],
      ascending: [0, 0.07, 9.9, 10, 1234.5],
      expressions: ['value == 1234.5', 'value >= 1234.50 && value < 1234.51', 'value + 0.5 == 1235', 'value != null'],
    },
    { property: { 'x-field': { type: 'money', scale: 0, currency: 'JPY' } }, valid: [{ value: -12 }], invalid: [0.5] },
  ],
}

/** Amounts have all their decimals, as accountants write them. */
function formatAmount(value: Json, property: Property): string {
  const { scale = 2 } = property['x-field'] as { scale?: number }
  return typeof value === 'number' ? value.toFixed(scale) : formatDecimal(value)
}
