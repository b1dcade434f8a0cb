import { describe, expect, it } from 'vitest'

import type { ObjectSchema, ViewColumn } from '../api/types.ts'
import { columnsOf, fieldsOf, isRightAligned } from './columns.ts'
import { nextSort, parseSort } from './sorting.ts'

const column = (label: string, type: string, more: object = {}): ViewColumn => ({
  field: { label, type, widget: type, reference: null, sortable: true, ...more },
})
const schema = { nameField: 'name' } as ObjectSchema
const pathsOf = (columns: Record<string, ViewColumn>) => columnsOf({ columns }, schema).map(({ path }) => path)
const only = (shown: ViewColumn) => columnsOf({ columns: { shown } }, schema)[0]!

describe('list columns', () => {
  it('stand in the order of the view, frozen ones first', () => {
    const amount = { ...column('金额', 'money'), order: 2 }
    const city = { ...column('客户 · 城市', 'text'), order: 1 }
    const name = { ...column('名称', 'text'), order: 3, frozen: true }
    expect(pathsOf({ amount, 'customer.city': city, name })).toEqual(['name', 'customer.city', 'amount'])
  })

  it('are wide enough for their longest option', () => {
    const options = [{ value: 'a', label: 'Waiting for confirmation' }]
    expect(only({ ...column('状态', 'select', { options }), width: 60 }).width).toBeGreaterThan(150)
  })

  it('show what their path leads to as that field is shown', () => {
    const options = [{ value: 'a', label: '一级', color: 'red' }]
    const { label, field, ...rest } = only(column('客户 · 等级', 'select', { options }))
    expect(label).toBe('客户 · 等级')
    expect(field.options).toEqual({ a: { label: '一级', color: 'red', order: 0 } })
    expect(rest).toMatchObject({ path: 'shown', isName: false, isSortable: true })
  })

  it('ask for the name and each path once', () => {
    const columns = { name: column('名称', 'text'), 'customer.city': column('客户 · 城市', 'text') }
    expect(fieldsOf(columnsOf({ columns }, schema), schema)).toEqual(['name', 'customer.city'])
  })

  it('put figures at the right, computed ones by what they give', () => {
    const giving = (result: string) =>
      column('天数', 'formula', { property: { 'x-field': { type: 'formula', result } } })
    expect(isRightAligned(only(column('金额', 'money')))).toBe(true)
    expect(isRightAligned(only(giving('money')))).toBe(true)
    expect(isRightAligned(only(giving('date')))).toBe(false)
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
