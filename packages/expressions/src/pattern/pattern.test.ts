import { expect, test } from 'vitest'
import { patternSql } from './pattern-sql.ts'
import { patternTest } from './pattern-test.ts'
import { PatternError, readPattern } from './pattern.ts'

test.each([
  ['^1[3-9]\\d{9}$', '13800001111', true],
  ['^1[3-9]\\d{9}$', '138000011112', false],
  ['(ab|c)+d', 'xxabcabdyy', true],
  ['^[^a-z]*$', '客户 1', true],
  ['^.$', '𠮷', true],
  ['a{2,3}b', 'ab', false],
  ['\\[\\w+\\]', 'see [x_1]', true],
])('%s in %s: %s', (pattern, text, fits) => {
  expect(patternTest(pattern)(text)).toBe(fits)
})

test.each([
  '(',
  'a)',
  '[',
  '[]',
  '[z-a]',
  'a**',
  '*a',
  '^*',
  '\\1',
  '(?=a)',
  '(?<n>a)',
  'a{2',
  'a{3,2}',
  '\\p{L}',
  '',
  'a|',
  '\\',
])('%s cannot be read', (pattern) => expect(() => readPattern(pattern)).toThrow(PatternError))

test('repetitions are bounded when they are written out', () => {
  expect(() => patternTest('(a{100}){5}')).toThrow(PatternError)
})

test('a text made to hurt takes no longer than any other', () => {
  const hurting = patternTest('^(a+)+$')
  expect(hurting(`${'a'.repeat(20_000)}b`)).toBe(false)
})

test('PostgreSQL reads every sign by its number', () => {
  expect(patternSql(readPattern('^a.[\\d-]𠮷?$'))).toBe('(?:^a.[0-9\\u002d](?:\\U00020bb7){0,1}$)')
})
