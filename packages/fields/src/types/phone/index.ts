import { formatText, narrow } from '../../csv/cell.ts'
import type { FieldType } from '../../field-type.ts'
import { textAbilities, textHalf } from '../../text-type.ts'

/** At least five digits, the usual separators, perhaps an extension. */
const PHONE = '^\\+?(?:[()\\-. ]*[0-9]){5,20}\\)?(?: ?(?:转|ext\\.?|x|#) ?[0-9]{1,6})?$'

/** A telephone number as people write it. */
export const phone: FieldType = {
  name: 'phone',
  label: { en: 'Phone', 'zh-CN': '电话' },
  icon: 'phone',
  options: { properties: {} },
  keywords: ['maxLength', 'default', 'readOnly'],
  ...textHalf({ defaultLength: 40, pattern: PHONE }),
  ...textAbilities,
  csv: { format: formatText, parse: (cell) => ({ value: narrow(cell) || null }) },
  widget: 'phone',
  preview: (column) =>
    `(case when length(${column}) >= 11 then left(${column}, 3) || '••••' || right(${column}, 4)` +
    ` else '••••' || right(${column}, least(2, length(${column}) / 2)) end)`,
  presentation: { speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'phone' } },
      valid: [
        { value: '+86 138 0013 8000' },
        { value: '010-12345678' },
        { value: '(0532) 8888-1234' },
        { value: '400-800-1234 转 12' },
        { value: '95588' },
      ],
      invalid: ['', '110', 'call me', '１３８００１３８０００', '138001380001380013800138', 13_800_138_000],
      ascending: ['+86 10 1234', '010-12345678', '95588'],
      expressions: ["value == '+86 138 0013 8000'", 'value != null'],
    },
  ],
}
