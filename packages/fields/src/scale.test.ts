import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasScale, largestWithScale, SIGNIFICANT_DIGITS } from './scale.ts'

describe('the scale of numbers', () => {
  it.each([
    [0.07, 2],
    [1.1, 1],
    [12.345, 3],
    [1e-7, 7],
    [-1.5e-7, 8],
    [1e21, 0],
    [1.5e300, 0],
    [0.1 + 0.2, 17],
    [-0, 0],
  ])('%d has %i decimals', (value, scale) => {
    expect(hasScale(value, scale)).toBe(true)
    expect(hasScale(value, scale - 1)).toBe(false)
  })

  it('is no matter of what is no number', () => {
    expect(hasScale('0.001', 0)).toBe(true)
  })

  it('lets every number through that was written with so many decimals', () => {
    const scales = integer({ min: 0, max: 10 })
    const digits = integer({ min: -(10 ** SIGNIFICANT_DIGITS) + 1, max: 10 ** SIGNIFICANT_DIGITS - 1 })
    assert(property(digits, scales, (n, scale) => hasScale(Number(`${n}e-${scale}`), scale)))
  })

  it.each([
    [0, 999_999_999_999_999],
    [2, 9_999_999_999_999.99],
    [10, 99_999.9999999999],
  ])('with %i decimals the largest number is %d', (scale, largest) => {
    expect(largestWithScale(scale)).toBe(largest)
    expect(hasScale(largest, scale)).toBe(true)
  })
})
