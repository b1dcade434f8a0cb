import { expect, test } from 'vitest'

import type { ObjectSchema } from '../api/types.ts'
import { writableFields } from '../form/form-values.ts'
import { withReadOnly } from './use-row-rights.ts'

const field = (label: string) => ({
  label,
  type: 'text',
  readable: true,
  writable: true,
  required: true,
  widget: 'text',
})
const schema = {
  object: 'deal',
  fields: { name: field('Name'), discount: { ...field('Discount'), partlyWritable: true } },
  schema: {
    type: 'object',
    required: ['name', 'discount'],
    properties: { name: { type: 'string' }, discount: { type: 'string', maxLength: 3 } },
  },
} as unknown as ObjectSchema

test('what may not be written on a record is read-only in its form, and shown as it was', () => {
  const own = withReadOnly(schema, ['discount'])
  expect(writableFields(own)).toEqual(['name'])
  expect(own.schema['required']).toEqual(['name'])
  expect(own.fields['discount']).toMatchObject({ writable: false, required: false, property: { maxLength: 3 } })
  expect(writableFields(schema)).toEqual(['name', 'discount'])
})

test('a record on which everything may be written has the schema of the object', () => {
  expect(withReadOnly(schema, [])).toBe(schema)
})
