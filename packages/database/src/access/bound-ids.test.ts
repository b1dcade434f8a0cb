import { expect, test } from 'vitest'
import { boundIds, countOfIds } from './bound-ids.ts'

const ids = ['ffffffff-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

test('a list of ids is an array of PostgreSQL in its order, each once', () => {
  const bytes = boundIds([...ids, ids[0]!.toUpperCase()])
  expect(bytes.readInt32BE(12)).toBe(2)
  expect(bytes.subarray(24, 40).toString('hex')).toBe(ids[1]!.replaceAll('-', ''))
  expect(bytes.subarray(44, 60).toString('hex')).toBe(ids[0]!.replaceAll('-', ''))
  expect([bytes.length, countOfIds(bytes)]).toEqual([60, 2])
})

test('what is no id is left out, and an empty list has no dimension', () => {
  const bytes = boundIds(['', 'somebody', null])
  expect([bytes.length, bytes.readInt32BE(0), countOfIds(bytes)]).toEqual([12, 0, 0])
})
