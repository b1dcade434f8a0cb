import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { readInteger, readQuery, splitList } from './query.ts'

const request = (query: Record<string, unknown>) => ({ query }) as FastifyRequest
const bounds = { name: 'limit', least: 1, most: 500 }
const known = new Set(['filter', 'limit'] as const)

test('known parameters pass', () => {
  expect(readQuery(request({ filter: 'a > 1' }), known)).toEqual({ filter: 'a > 1' })
})

test('every unknown parameter is named', () => {
  const wrong = request({ filtre: '1', limits: '2' })
  expect(() => readQuery(wrong, known)).toThrow(
    expect.objectContaining({ code: 'unknown_parameter', message: expect.stringContaining('filtre, limits') }),
  )
})

test('a parameter given twice and a NUL character are refused', () => {
  expect(() => readQuery(request({ limit: ['1', '2'] }), known)).toThrow(
    expect.objectContaining({ code: 'invalid_parameter' }),
  )
  expect(() => readQuery(request({ filter: 'a\0' }), known)).toThrow(
    expect.objectContaining({ code: 'invalid_parameter' }),
  )
})

test('a number is whole and within its bounds', () => {
  expect(readInteger('500', bounds)).toBe(500)
  for (const text of ['0', '501', '1.5', '1e2', '', 'x', '9'.repeat(40)]) {
    expect(() => readInteger(text, bounds)).toThrow(expect.objectContaining({ code: 'invalid_parameter' }))
  }
})

test('a list is split at commas outside brackets and quotes', () => {
  expect(splitList('a, b(c,d) ,"x,y",,e')).toEqual(['a', 'b(c,d)', '"x,y"', 'e'])
})
