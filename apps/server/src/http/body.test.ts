import { expect, test } from 'vitest'
import { integer, optional, readMembers, text, texts } from './body.ts'

const shape = { name: text, days: optional(integer(1, 10)), roles: optional(texts) }

test('members that fit are read, null counts as left out', () => {
  expect(readMembers({ name: 'a', days: null, roles: ['x'] }, shape)).toEqual({ name: 'a', roles: ['x'] })
})

test('every problem is told at once', () => {
  const body = { days: 11, roles: [1], more: true }
  const codes = [
    { pointer: '/more', code: 'unknown_property' },
    { pointer: '/name', code: 'required' },
    { pointer: '/days', code: 'type' },
    { pointer: '/roles', code: 'type' },
  ]
  expect(() => readMembers(body, shape)).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      problems: codes.map((problem) => expect.objectContaining(problem)),
    }),
  )
})

test.each([[[]], ['text'], [null], [undefined], [3]])('%j is no object', (body) => {
  expect(() => readMembers(body, shape)).toThrow(expect.objectContaining({ code: 'invalid_request', status: 400 }))
})
