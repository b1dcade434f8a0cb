import type { FieldType } from '../../field-type.ts'
import { collectionNameSchema, expressionSchema, objectNameSchema } from '../../option-schemas.ts'
import { referenceHalf } from '../../reference-type.ts'

/** Lines that a record may have at most, where its definition says nothing else. */
export const MAX_LINES = 500

const lineCount = (description: string) => ({ type: 'integer', minimum: 0, maximum: 2_000, description })

/** The record that this one is a part of: a line of an order refers to its order. */
export const masterDetail: FieldType = {
  name: 'master-detail',
  label: { en: 'Master–detail', 'zh-CN': '主从关联' },
  icon: 'cluster',
  options: {
    properties: {
      object: objectNameSchema,
      collection: collectionNameSchema,
      position: { ...objectNameSchema, description: 'Whole-number field that keeps the order of the lines, from 1' },
      reparentable: { type: 'boolean', description: 'A line may move to another master' },
      minLines: lineCount('Lines that a master has at least'),
      maxLines: lineCount('Lines that a master has at most'),
      onDelete: { type: 'string', const: 'cascade', description: 'Lines are deleted with their master' },
      filter: expressionSchema,
    },
    required: ['object'],
  },
  keywords: [],
  ...referenceHalf,
  complete: (property) => {
    const { reparentable = false, ...options } = property['x-field']
    const complete = referenceHalf.complete(property)
    return { ...complete, 'x-field': { ...options, reparentable, onDelete: 'cascade' } }
  },
  check: ({ 'x-field': { minLines, maxLines } }) => {
    if (minLines === undefined || Number(minLines) <= Number(maxLines ?? MAX_LINES)) return []
    const message = {
      en: `At least ${String(minLines)} lines, at most ${String(maxLines ?? MAX_LINES)}: nothing can be both`,
      'zh-CN': `最少 ${String(minLines)} 行、最多 ${String(maxLines ?? MAX_LINES)} 行，两者矛盾`,
    }
    return [{ pointer: '/x-field/minLines', code: 'contradicting_bounds', message }]
  },
  expression: (property) => ({ kind: 'record', object: String(property['x-field'].object) }),
  reference: (property) => String(property['x-field'].object),
  isMaster: true,
  widget: 'lookup',
  conformance: [
    {
      property: { 'x-field': { type: 'master-detail', object: 'sales_order', collection: 'lines' } },
      valid: [
        { value: '01934f5a-7c1e-7abc-8def-0123456789ab' },
        { value: '01934F5A-7C1E-7ABC-8DEF-0123456789AC', stored: '01934f5a-7c1e-7abc-8def-0123456789ac' },
      ],
      invalid: ['', 'acme', '01934f5a7c1e7abc8def0123456789ab', 1, {}],
      ascending: ['01934f5a-7c1e-7abc-8def-0123456789ab', '01934f5b-0000-7abc-8def-0123456789ab'],
      expressions: ["value == '01934f5a-7c1e-7abc-8def-0123456789ab'", 'value != null'],
    },
  ],
}
