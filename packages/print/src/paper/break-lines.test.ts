import { expect, test } from 'vitest'
import { breakLines } from './break-lines.ts'

/** Ideographs are twice as wide as letters. */
const measure = (text: string): number =>
  [...text].reduce((sum, each) => sum + (each.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
const broken = (text: string, width: number) => breakLines(text, width, measure)

test('lines of words end between words, and at every line feed', () => {
  expect(broken('the quick brown fox\njumps', 10)).toEqual(['the quick', 'brown fox', 'jumps'])
  expect(broken('', 10)).toEqual([''])
  expect(broken('a\n\nb', 10)).toEqual(['a', '', 'b'])
})

test('lines of Chinese end after any ideograph', () => {
  expect(broken('本合同一式两份双方各执一份', 10)).toEqual(['本合同一式', '两份双方各', '执一份'])
})

test('no line begins with a mark that ends something or ends with one that begins something', () => {
  expect(broken('甲乙双方同意，签字', 12)).toEqual(['甲乙双方同', '意，签字'])
  expect(broken('甲乙双方同（意）签', 12)).toEqual(['甲乙双方同', '（意）签'])
})

test('letters and digits within Chinese stay together', () => {
  expect(broken('型号为ABC-1234的产品', 10)).toEqual(['型号为', 'ABC-1234的', '产品'])
})

test('a word that is wider than a line is torn, and nothing is lost', () => {
  const text = 'x'.repeat(23) + ' 产品'
  expect(broken(text, 10).every((line) => measure(line) <= 10)).toBe(true)
  expect(broken(text, 10).join('').replaceAll(' ', '')).toBe('x'.repeat(23) + '产品')
})
