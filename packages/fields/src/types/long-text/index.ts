import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType } from '../../field-type.ts'
import { textAbilities, textHalf } from '../../text-type.ts'

/** Several lines of text, 20,000 characters unless the author says otherwise. Line breaks are stored as `\n`. */
export const longText: FieldType = {
  name: 'long-text',
  label: { en: 'Long text', 'zh-CN': '多行文本' },
  icon: 'align-left',
  options: { properties: {} },
  keywords: ['minLength', 'maxLength', 'pattern', 'default', 'readOnly'],
  ...textHalf({ defaultLength: 20_000, largestLength: 100_000, lines: true }),
  ...textAbilities,
  groupable: false,
  csv: { format: formatText, parse: parseText },
  widget: 'long-text',
  presentation: { isLong: true },
  conformance: [
    {
      property: { 'x-field': { type: 'long-text' } },
      valid: [
        { value: 'First line\n\tsecond line' },
        { value: 'one\r\ntwo\rthree\n', stored: 'one\ntwo\nthree' },
        { value: '备注：已电话沟通，下周回访。' },
      ],
      invalid: ['', '\n\n', 'nul\u0000', 'bell\u0007', 'half \udc00', 'a'.repeat(20_001), 1, null],
      expressions: ["value == 'First line\\n\\tsecond line'", 'value != null'],
    },
  ],
}
