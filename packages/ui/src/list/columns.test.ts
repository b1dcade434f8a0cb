import { describe, expect, it } from 'vitest'

import type { ObjectSchema } from '../api/types.ts'
import { columnsOf, fieldsOf, isRightAligned } from './columns.ts'
import { nextSort, parseSort } from './sorting.ts'

const field = (label: string, type: string, more: object = {}) => ({
  label,
  type,
  widget: type,
  readable: true,
  ...more,
})
const schema = {
  nameField: 'name',
  schema: {},
  fields: {
    name: field('名称', 'text'),
    amount: field('金额', 'money'),
    days: field('天数', 'formula'),
    secret: field('成本', 'money', { readable: false }),
    status: field('状态', 'select', { options: [{ value: 'a', label: 'Waiting for confirmation' }] }),
    customer: field('客户', 'lookup', { reference: 'customer' }),
  },
} as unknown as ObjectSchema

const rows = (value: unknown) => [
  { id: '1', version: 1, days: null },
  { id: '2', version: 1, days: value },
]

describe('list columns', () => {
  it('stand in the order of the view, frozen ones first, without what may not be read', () => {
    const view = { columns: { amount: { order: 1 }, secret: { order: 2 }, name: { order: 3, frozen: true } } }
    expect(columnsOf(view, schema).map((column) => column.path)).toEqual(['name', 'amount'])
  })

  it('are wide enough for their longest option', () => {
    const [column] = columnsOf({ columns: { status: { width: 60 } } }, schema)
    expect(column?.width).toBeGreaterThan(150)
  })

  it('say what they show where the path goes through a lookup', () => {
    const [column] = columnsOf({ columns: { 'customer.city': {} } }, schema)
    expect(column?.label).toBe('客户 · city')
  })

  it('ask for the name and each path once', () => {
    expect(fieldsOf(columnsOf({ columns: { name: {}, amount: {} } }, schema), schema)).toEqual(['name', 'amount'])
  })

  it('put figures at the right, computed ones by what they hold', () => {
    const [days] = columnsOf({ columns: { days: {} } }, schema)
    expect(isRightAligned(days!, rows(3))).toBe(true)
    expect(isRightAligned(days!, rows('x'))).toBe(false)
  })
})

describe('sorting', () => {
  it('goes from ascending to descending to the order of the view', () => {
    expect(nextSort(undefined, 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBeUndefined()
    expect(nextSort('-name', 'amount')).toBe('amount')
  })

  it('reads several keys', () => {
    expect(parseSort('-created_at, name')).toEqual([
      { path: 'created_at', descending: true },
      { path: 'name', descending: false },
    ])
  })
})
