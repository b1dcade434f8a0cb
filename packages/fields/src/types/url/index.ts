import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType } from '../../field-type.ts'
import { textAbilities, textHalf } from '../../text-type.ts'

/** The address of a page. Only http and https, so that a link never runs a script. */
export const url: FieldType = {
  name: 'url',
  label: { en: 'URL', 'zh-CN': '网址' },
  icon: 'global',
  options: { properties: {} },
  keywords: ['maxLength', 'default', 'readOnly'],
  ...textHalf({ defaultLength: 2048, pattern: '^https?://[^\\s/?#]+([/?#]\\S*)?$' }),
  ...textAbilities,
  groupable: false,
  csv: { format: formatText, parse: parseText },
  widget: 'url',
  presentation: { speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'url' } },
      valid: [
        { value: 'https://example.com/a?b=c#d' },
        { value: 'http://示例.中国/页' },
        { value: 'http://127.0.0.1:8080' },
      ],
      invalid: [
        '',
        'example.com',
        'javascript:alert(1)',
        'https://',
        'ftp://example.com',
        'https://a b',
        'https://a\n',
        1,
      ],
      ascending: ['http://a', 'https://a', 'https://b'],
      expressions: ["value == 'https://example.com/a?b=c#d'", 'value != null'],
    },
  ],
}
