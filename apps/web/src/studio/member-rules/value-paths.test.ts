import { expect, it } from 'vitest'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { keyKind, valuePaths } from './value-paths.ts'

const label = (name: string) => ({ en: name, 'zh-CN': name })
const field = (name: string, reference: string | null, expression: object | null = null, type = 'x') =>
  ({ name, type, label: label(name), reference, targets: null, expression }) as StudioObject['fields'][number]
const collection = (name: string, object: string) => ({ name, object, field: 'order', isLines: true })
const category = { kind: 'list', of: { kind: 'record', object: 'category' } }
const objects = [
  {
    name: 'order',
    label: label('order'),
    collections: [collection('lines', 'line')],
    fields: [
      field('customer', 'customer'),
      field('kind', null, { kind: 'text' }),
      field('total', null, { kind: 'text' }, 'formula'),
      field('created_by', 'user'),
    ],
  },
  { name: 'line', label: label('line'), collections: [], fields: [field('product', 'product')] },
  { name: 'customer', label: label('customer'), collections: [], fields: [field('interest', null, category)] },
  { name: 'product', label: label('product'), collections: [], fields: [field('category', 'category')] },
]

it('paths to records lead over lookups and lines', () => {
  const paths = valuePaths(objects, { from: 'order', kind: 'record category' })
  expect(paths.map(({ path }) => path)).toEqual(['customer.interest', 'lines.product.category'])
})

it('plain values are the record’s own, stored ones', () => {
  expect(valuePaths(objects, { from: 'order', kind: 'text' }).map(({ path }) => path)).toEqual(['kind'])
})

it('the records of a mapping can be the values themselves', () => {
  expect(keyKind(objects[3]!, 'id')).toBe('record product')
  expect(keyKind(objects[3]!, 'category')).toBe('record category')
  expect(keyKind(objects[3]!, 'nothing')).toBeNull()
})
