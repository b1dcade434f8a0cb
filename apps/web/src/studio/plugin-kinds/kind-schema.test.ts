import { describe, expect, it } from 'vitest'

import { isFreeSchema, isLocalizedSchema, schemaParts, startingValues, valueWords } from './kind-schema.ts'

const t = (key: string) => key
const schema = {
  type: 'object',
  required: ['name', 'size'],
  properties: {
    name: { type: 'string' },
    label: { type: 'object' },
    size: { type: 'integer', title: 'Size', 'x-title': { en: 'Stamps in it', 'zh-CN': '枚数' }, default: 4 },
    notes: { type: 'array', items: { type: 'object' }, title: 'Notes', description: 'Anything' },
  },
}

describe('what documents of a kind say', () => {
  it('is in the order and the words of the schema, without what every document has', () => {
    expect(schemaParts(schema, 'zh-CN')).toMatchObject([
      { name: 'size', label: '枚数', isRequired: true, isPlain: true },
      { name: 'notes', label: 'Notes', help: 'Anything', isRequired: false, isPlain: false },
    ])
  })

  it('begins with the defaults of the schema', () => {
    expect(startingValues(schema)).toEqual({ size: 4 })
  })

  it('is written as JSON only where no input fits', () => {
    expect(isFreeSchema({ type: 'string' })).toBe(false)
    expect(isFreeSchema({ enum: ['a', 1] })).toBe(false)
    expect(isFreeSchema({ type: 'array', items: { type: 'string' } })).toBe(false)
    expect(isFreeSchema({ type: 'array', items: { type: 'integer' } })).toBe(true)
    expect(isFreeSchema({ type: 'object' })).toBe(true)
    expect(isFreeSchema({})).toBe(true)
    expect(isLocalizedSchema({ properties: { en: {}, 'zh-CN': {} } })).toBe(true)
    expect(isLocalizedSchema({ type: 'object' })).toBe(false)
  })

  it('is short in a table', () => {
    expect([undefined, 3, 'a', true].map((value) => valueWords(value, t))).toEqual(['', '3', 'a', 'common.yes'])
  })
})
