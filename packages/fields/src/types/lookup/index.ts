import type { FieldType } from '../../field-type.ts'
import { collectionNameSchema, expressionSchema, objectNameSchema } from '../../option-schemas.ts'
import { referenceHalf } from '../../reference-type.ts'

/** A reference to a record of another object, by its id. */
export const lookup: FieldType = {
  name: 'lookup',
  label: { en: 'Lookup', 'zh-CN': '关联' },
  icon: 'link',
  options: {
    properties: {
      object: objectNameSchema,
      onDelete: { type: 'string', enum: ['restrict', 'set-null', 'cascade'] },
      filter: expressionSchema,
      collection: collectionNameSchema,
      snapshot: {
        description:
          'true: part of the snapshot of the record referred to; an administrator who brings that record back to a moment brings these back with it',
        type: 'boolean',
      },
      copy: {
        description:
          'Fields that are filled when a record is chosen, each with what is copied: a field or path of that record',
        type: 'object',
        minProperties: 1,
        maxProperties: 100,
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        additionalProperties: { type: 'string', pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){0,3}$' },
      },
      lock: { description: 'true: what is copied cannot be entered', type: 'boolean' },
    },
    required: ['object'],
  },
  keywords: ['default', 'readOnly'],
  ...referenceHalf,
  expression: (property) => ({ kind: 'record', object: String(property['x-field'].object) }),
  reference: (property) => String(property['x-field'].object),
  widget: 'lookup',
  presentation: { speaksForItself: true },
  conformance: [
    {
      property: { 'x-field': { type: 'lookup', object: 'customer' } },
      valid: [
        { value: '01934f5a-7c1e-7abc-8def-0123456789ab' },
        { value: '01934F5A-7C1E-7ABC-8DEF-0123456789AC', stored: '01934f5a-7c1e-7abc-8def-0123456789ac' },
      ],
      invalid: ['', 'acme', '01934f5a7c1e7abc8def0123456789ab', 'urn:uuid:01934f5a-7c1e-7abc-8def-0123456789ab', 1, {}],
      ascending: ['01934f5a-7c1e-7abc-8def-0123456789ab', '01934f5b-0000-7abc-8def-0123456789ab'],
      expressions: ["value == '01934f5a-7c1e-7abc-8def-0123456789ab'", 'value != null'],
    },
  ],
}
