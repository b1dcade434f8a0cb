import type { FieldType } from '../../field-type.ts'
import { onDeleteSchema, referenceHalf } from '../../reference-type.ts'

/** A person: a reference to the platform object `user`. */
export const user: FieldType = {
  name: 'user',
  label: { en: 'User', 'zh-CN': '人员' },
  icon: 'user',
  options: { properties: { onDelete: onDeleteSchema } },
  keywords: ['default', 'readOnly'],
  ...referenceHalf,
  expression: () => ({ kind: 'record', object: 'user' }),
  reference: () => 'user',
  widget: 'user',
  presentation: { width: 130, speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'user' } },
      valid: [{ value: '01934f5a-7c1e-7abc-8def-0123456789ab' }],
      invalid: ['', 'admin', 'urn:uuid:01934f5a-7c1e-7abc-8def-0123456789ab', 1],
      ascending: ['01934f5a-7c1e-7abc-8def-0123456789ab', '01934f5b-0000-7abc-8def-0123456789ab'],
      expressions: ["value == '01934f5a-7c1e-7abc-8def-0123456789ab'", 'value != null'],
    },
  ],
}
