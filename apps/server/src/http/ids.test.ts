import { expect, test } from 'vitest'
import { isKnownVersion, readId, readIfMatch } from './ids.ts'

test('an id that cannot exist is not found', () => {
  expect(readId('0190AAAA-0000-7000-8000-000000000000')).toBe('0190aaaa-0000-7000-8000-000000000000')
  for (const text of ['1', '', "' or 1=1 --", '0190aaaa000070008000000000000000', '{}']) {
    expect(() => readId(text)).toThrow(expect.objectContaining({ code: 'not_found' }))
  }
})

test.each([
  ['"3"', 3],
  ['W/"3"', 3],
  ['3', 3],
  ['*', undefined],
  [undefined, undefined],
])('If-Match %s expects version %s', (header, version) => {
  expect(readIfMatch(header)).toBe(version)
})

test.each(['"x"', '"-1"', '99999999999', '"1", "2"', ''])('If-Match %s is refused', (header) => {
  expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ code: 'invalid_parameter' }))
})

test('If-None-Match names the versions that the caller has', () => {
  expect(isKnownVersion('"1", W/"3"', 3)).toBe(true)
  expect(isKnownVersion('"1"', 3)).toBe(false)
  expect(isKnownVersion(undefined, 3)).toBe(false)
})
