import type { FieldType } from '../../field-type.ts'
import { collectionNameSchema, expressionSchema } from '../../option-schemas.ts'
import { onDeleteSchema, referenceHalf } from '../../reference-type.ts'

/** A part of the organisation: a reference to the platform object `department`. */
export const department: FieldType = {
  name: 'department',
  label: { en: 'Department', 'zh-CN': '部门' },
  icon: 'apartment',
  options: { properties: { onDelete: onDeleteSchema, filter: expressionSchema, collection: collectionNameSchema } },
  keywords: ['default', 'readOnly'],
  ...referenceHalf,
  expression: () => ({ kind: 'record', object: 'department' }),
  reference: () => 'department',
  widget: 'lookup',
  presentation: { speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'department' } },
      valid: [{ value: '01934f5a-7c1e-7abc-8def-0123456789ab' }],
      invalid: ['', 'sales', 'urn:uuid:01934f5a-7c1e-7abc-8def-0123456789ab', 1, []],
      ascending: ['01934f5a-7c1e-7abc-8def-0123456789ab', '01934f5b-0000-7abc-8def-0123456789ab'],
      expressions: ["value == '01934f5a-7c1e-7abc-8def-0123456789ab'", 'value != null'],
    },
  ],
}
