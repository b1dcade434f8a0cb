import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType } from '../../field-type.ts'
import { textAbilities, textHalf } from '../../text-type.ts'

/** One line of text, 255 characters unless the author says otherwise. */
export const text: FieldType = {
  name: 'text',
  label: { en: 'Text', 'zh-CN': '文本' },
  icon: 'font-size',
  options: { properties: {} },
  keywords: ['minLength', 'maxLength', 'pattern', 'default', 'readOnly'],
  ...textHalf({ defaultLength: 255, largestLength: 1000 }),
  ...textAbilities,
  csv: { format: formatText, parse: parseText },
  widget: 'text',
  preview: (column) => `(left(${column}, least(1, length(${column}) / 2)) || '••••')`,
  conformance: [
    {
      property: { 'x-field': { type: 'text' } },
      valid: [
        { value: 'Acme' },
        { value: '示例客户 😀' },
        { value: '  spaced out ', stored: 'spaced out' },
        { value: 'it\'s 100% \\ "quoted"' },
        { value: '长'.repeat(255) },
      ],
      invalid: ['', '   ', 'a'.repeat(256), 'two\nlines', 'nul\u0000', 'half \ud83d', 7, true, ['a'], { en: 'a' }],
      ascending: ['10', '9', 'A', 'Z', 'a', 'é', '中', '文'],
      expressions: ["value == 'Acme'", "value != 'Acm'", "value < 'B'", "value in ['Acme', 'Bolt']", 'value != null'],
    },
    {
      property: { minLength: 2, maxLength: 4, pattern: '^[A-Z]+$', 'x-field': { type: 'text' } },
      valid: [{ value: 'AB' }, { value: 'ABCD' }],
      invalid: ['A', 'ABCDE', 'ab', 'AB\n'],
    },
  ],
}
