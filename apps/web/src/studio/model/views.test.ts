import { expect, it } from 'vitest'

import { orderedColumns, readSort, withOrder, writeSort } from './views.ts'

it('an order is read and written as it was', () => {
  expect(readSort('-created_at, customer.name')).toEqual([
    { path: 'created_at', isDescending: true },
    { path: 'customer.name', isDescending: false },
  ])
  expect(writeSort(readSort('-created_at,customer.name'))).toBe('-created_at,customer.name')
  expect(readSort(undefined)).toEqual([])
  expect(writeSort([])).toBeUndefined()
})

it('columns keep what is said of them when their order changes', () => {
  const columns = withOrder([
    ['name', { order: 30, frozen: true }],
    ['amount', { order: 10, aggregate: 'sum' }],
  ])
  expect(columns).toEqual({ name: { order: 10, frozen: true }, amount: { order: 20, aggregate: 'sum' } })
  expect(orderedColumns({ columns }).map(([path]) => path)).toEqual(['name', 'amount'])
})
