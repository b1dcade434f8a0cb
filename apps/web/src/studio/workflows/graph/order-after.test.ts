import { expect, it } from 'vitest'

import { orderAfter } from './order-after.ts'

it('a new way comes after all others, also after one that says nothing of its order', () => {
  expect(orderAfter({})).toBe(10)
  expect(orderAfter({ big: { when: 'true', order: 20 } })).toBe(30)
  expect(orderAfter({ first: { when: 'true' } })).toBeGreaterThan(1000)
})
