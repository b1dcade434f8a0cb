import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { FieldInfo, Layout, ObjectSchema } from '../api/types.ts'
import { createFormLogic } from './form-logic.ts'

const info = (type: string, more: Partial<FieldInfo> = {}): FieldInfo => ({
  label: type,
  type,
  widget: type,
  readable: true,
  writable: true,
  required: false,
  ...more,
})
const decimal = { expression: { kind: 'decimal' } } as const
const day = { expression: { kind: 'date' } } as const
const fields = {
  on: info('date', { ...day, defaultExpression: 'today()' }),
  due_on: info('date', { ...day, defaultExpression: 'addDays(on, 7)' }),
  owner: info('user', { reference: 'user', defaultExpression: 'user' }),
  price: info('money', decimal),
  tax: info('money', { ...decimal, defaultExpression: 'price * 0.13' }),
  total: info('formula', { writable: false, formula: 'price + tax' }),
  share: info('percent', { ...decimal, defaultExpression: 'total / 3' }),
  customer: info('lookup', { reference: 'customer' }),
  payer: info('lookup', { reference: 'customer', defaultExpression: 'customer' }),
  city: info('text', { defaultExpression: 'customer.city' }),
  stage: info('text'),
}
const scaled = { 'x-field': { scale: 2 } }
const properties = {
  ...Object.fromEntries(
    Object.keys(fields)
      .filter((name) => name !== 'total')
      .map((name) => [name, {}]),
  ),
  tax: scaled,
  share: scaled,
  stage: { default: 'new' },
}
const schema = { object: 'deal', fields, states: null, schema: { properties } } as unknown as ObjectSchema
const layout: Layout = { object: 'deal', purpose: 'form', blocks: {} }
const user = { id: '01900000-0000-7000-8000-00000000000a', name: 'Li', username: 'li' }
const fill = (values: Record<string, unknown>, ...kept: string[]) =>
  createFormLogic(schema, layout, { user, timeZone: 'Asia/Shanghai', old: null }).withDefaults(values, new Set(kept))

beforeEach(() => {
  vi.useFakeTimers()
  // the 23rd in Shanghai
  vi.setSystemTime('2026-11-22T17:00:00Z')
})
afterEach(() => {
  vi.useRealTimers()
})

describe('defaults of a new record', () => {
  it('are there when the form opens: constants, the day of the workspace, who it is, and what follows from them', () => {
    expect(fill({})).toEqual({ on: '2026-11-23', due_on: '2026-11-30', owner: user.id, stage: 'new' })
  })

  it('follow the fields they read, through formulas too, with the decimals of their own field', () => {
    expect(fill({ price: 99.99 })).toMatchObject({ tax: 13, share: 37.66 })
    expect(fill({ price: 50, tax: 13, share: 37.66 })).toMatchObject({ tax: 6.5, share: 18.83 })
  })

  it('go away with the value they follow', () => {
    expect(fill({ tax: 13 })).not.toHaveProperty('tax')
  })

  it('leave alone what the person decided, also what was emptied', () => {
    expect(fill({ price: 100, tax: 1, on: undefined }, 'tax', 'on')).toMatchObject({ price: 100, tax: 1 })
    expect(fill({ on: undefined }, 'on')['on']).toBeUndefined()
  })

  it('that need records behind lookups are left to the server', () => {
    const filled = fill({ customer: '01900000-0000-7000-8000-000000000001' })
    expect(filled).not.toHaveProperty('city')
    expect(filled).not.toHaveProperty('payer')
  })
})
