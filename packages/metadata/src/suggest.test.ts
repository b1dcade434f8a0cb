import { expect, test } from 'vitest'
import { nearest } from './suggest.ts'

const fields = ['customer', 'quantity', 'unit_price', 'id']

test.each([
  ['custmer', 'customer'],
  ['Customer', 'customer'],
  ['quantitty', 'quantity'],
  ['unitprice', 'unit_price'],
  ['di', null],
  ['colour', null],
  ['', null],
])('%s was probably meant to be %s', (found, expected) => {
  expect(nearest(found, fields)).toBe(expected)
})
