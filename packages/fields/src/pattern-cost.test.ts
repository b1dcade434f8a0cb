import { expect, test } from 'vitest'
import { patternCost } from './pattern-cost.ts'

const affordable = 1e7

test.each([
  '^[A-Z]+$',
  '^[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}$',
  '^\\d{3,4}-\\d{7,8}(?:-\\d{1,6})?$',
  '^(?:http|ftp)$',
  '^(?!0000)\\d{4}$',
  '^[A-Z]{2}(?:-\\d{4}){3}$',
  '^(?:\\(\\d+\\))?[\\p{Script=Han}\\u{20000}a-z()|*]+$',
  'VIP',
  '^$',
])('%s is cheap on 200 characters', (pattern) => {
  expect(patternCost(pattern, 200)).toBeLessThan(affordable)
})

test.each([
  '^(a+)+$',
  '^(a*)*$',
  '^(a?){60}$',
  '^(a|a)*$',
  '^(a|ab)*c$',
  '^(?:a|a?)+$',
  '^(.*,){12}P',
  '^([a-z]+\\s?)+$',
  '^(\\w|\\d)+$',
  'a*a*a*a*b',
  '^(a+)\\1$',
  '^(?=(a+)+$)a',
  `^${'a?'.repeat(40)}${'a'.repeat(40)}$`,
])('%s can cost too much', (pattern) => {
  expect(patternCost(pattern, 200)).toBeGreaterThan(affordable)
})

test('what is cheap on a short text can be dear on a long one', () => {
  expect(patternCost('^[a-z]+@[a-z]+$', 100)).toBe(101 * 101)
  expect(patternCost('^[a-z]+@[a-z]+$', 20_000)).toBeGreaterThan(affordable)
})
