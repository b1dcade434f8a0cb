import type { FieldType } from '../../field-type.ts'
import { scaledNumber } from '../../number-type.ts'
import { scaleSchema } from '../../option-schemas.ts'

/** A share stored as its number of percent: 12.5 is 12.5 %. */
export const percent: FieldType = {
  name: 'percent',
  label: { en: 'Percent', 'zh-CN': '百分比' },
  icon: 'percentage',
  options: { properties: { scale: scaleSchema(6) } },
  ...scaledNumber({ defaultScale: 2, unit: '%' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'avg', 'min', 'max'],
  widget: 'percent',
  shownBy: ['scale'],
  presentation: { width: 100 },
  conformance: [
    {
      property: { minimum: 0, maximum: 100, 'x-field': { type: 'percent' } },
      valid: [{ value: 12.5 }, { value: 0 }, { value: 100 }, { value: 33.33 }],
      invalid: [-0.01, 100.01, 33.333, '12.5', '12.5%'],
      ascending: [0, 7, 12.5, 100],
      expressions: ['value == 12.5', 'value / 100 == 0.125', 'value != null'],
    },
  ],
}
