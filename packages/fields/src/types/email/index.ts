import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType } from '../../field-type.ts'
import { textAbilities, textHalf } from '../../text-type.ts'

/** An e-mail address. */
export const email: FieldType = {
  name: 'email',
  label: { en: 'E-mail', 'zh-CN': '邮箱' },
  icon: 'mail',
  options: { properties: {} },
  keywords: ['maxLength', 'default', 'readOnly'],
  ...textHalf({ defaultLength: 254 }),
  ...textAbilities,
  complete: (property) => ({ ...property, type: 'string', format: 'email', maxLength: property.maxLength ?? 254 }),
  valueSchema: (property) => ({ type: 'string', format: 'email', maxLength: property.maxLength ?? 254 }),
  csv: { format: formatText, parse: parseText },
  widget: 'email',
  preview: (column) => `(left(${column}, 1) || '••••' || coalesce(substring(${column} from '@.*$'), ''))`,
  presentation: { speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'email' } },
      valid: [{ value: 'li.ming+crm@example.com' }, { value: 'a@b.cn' }],
      invalid: ['', 'li.ming', 'li ming@example.com', 'a@b@c.cn', `${'a'.repeat(250)}@b.cn`, 'a@b.cn\n', 1],
      ascending: ['A@b.cn', 'a@b.cn', 'b@a.cn'],
      expressions: ["value == 'li.ming+crm@example.com'", 'value != null'],
    },
  ],
}
