import { expect, test } from 'vitest'
import { suggest } from './suggest.ts'

const fields = ['customer', 'quantity', 'unit_price', 'id']

test.each([
  ['custmer', 'customer'],
  ['Customer', 'customer'],
  ['quantitty', 'quantity'],
  ['unitprice', 'unit_price'],
  ['di', 'id'],
  ['colour', undefined],
  ['', undefined],
])('%s was probably meant to be %s', (found, expected) => {
  expect(suggest(found, fields)).toBe(expected)
})
