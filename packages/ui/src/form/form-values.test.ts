import { describe, expect, it } from 'vitest'

import type { FieldInfo, ObjectSchema } from '../api/types.ts'
import { changedValues, createdValues, defaultOf, referencesOf, valuesOf } from './form-values.ts'

const info = (type: string, writable = true): FieldInfo => ({
  label: type,
  type,
  widget: type,
  readable: true,
  writable,
  required: false,
})
const schema = {
  fields: {
    name: info('text'),
    customer: info('lookup'),
    amount: info('money'),
    number: info('auto-number', false),
    on: info('date'),
    status: info('select'),
  },
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      customer: { type: ['string', 'null'], default: 'user.id' },
      amount: { type: 'number' },
      on: { type: 'string', default: 'today()' },
      status: { type: 'string', default: 'open' },
    },
  },
} as unknown as ObjectSchema
const record = {
  id: '1',
  version: 3,
  name: 'A',
  customer: { id: 'c1', label: 'Acme' },
  amount: null,
  number: 'N-1',
}

describe('form values', () => {
  it('hold lookups as ids and leave out what is empty', () => {
    expect(valuesOf(schema, record)).toEqual({ name: 'A', customer: 'c1', number: 'N-1' })
  })

  it('remember what a lookup is called', () => {
    expect(referencesOf(record)).toEqual({ customer: [{ id: 'c1', label: 'Acme' }] })
  })

  it('send only what changed, and null for what was cleared', () => {
    expect(changedValues(schema, record, { customer: 'c1', amount: 5, number: 'N-1' })).toEqual({
      name: null,
      amount: 5,
    })
  })

  it('never send a field the caller may not write', () => {
    expect(createdValues(schema, { name: 'B', number: 'N-2', amount: undefined }, new Set())).toEqual({ name: 'B' })
  })

  it('say null where a default was emptied on purpose, and nothing where it may still come', () => {
    const emptied = new Set(['customer', 'on', 'amount'])
    expect(createdValues(schema, { name: 'B' }, emptied)).toEqual({ name: 'B', customer: null })
  })

  it('take a default as an expression where the server says so', () => {
    const told = { ...schema, fields: { name: { ...info('text'), defaultExpression: 'user.name' } } }
    expect(defaultOf(told, 'name')).toEqual({ expression: 'user.name' })
  })

  it('tell a constant default from an expression by the type of the field', () => {
    expect(defaultOf(schema, 'on')).toEqual({ expression: 'today()' })
    expect(defaultOf(schema, 'customer')).toEqual({ expression: 'user.id' })
    expect(defaultOf(schema, 'status')).toEqual({ constant: 'open' })
    expect(defaultOf(schema, 'name')).toBeNull()
  })
})
