import { describe, expect, it } from 'vitest'

import { decimalText, formatNumber, parseNumber, roundDecimal } from './number-text.ts'

describe('numbers as people type them', () => {
  it.each([
    ['1,234.50', 1234.5],
    [' 12 ', 12],
    ['１２．５', 12.5],
    ['-0.07', -0.07],
    ['.5', 0.5],
    ['9999999999999.99', 9999999999999.99],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toEqual({ kind: 'number', value })
  })

  it.each(['abc', '1.2.3', '12a', '--1', '123456789012345678'])('keeps %s as a text that is no number', (text) => {
    expect(parseNumber(text).kind).toBe('text')
  })

  it('reads nothing as empty', () => {
    expect(parseNumber('  ')).toEqual({ kind: 'empty' })
  })

  it.each([
    [1234567.5, 2, '1,234,567.50'],
    [-1234, undefined, '-1,234'],
    ['12345678901234567890.12', 2, '12,345,678,901,234,567,890.12'],
    [0, 2, '0.00'],
    [null, 2, ''],
  ])('shows %s with scale %s as %s', (value, scale, text) => {
    expect(formatNumber(value, scale)).toBe(text)
  })

  it.each([
    ['45000.125', 2, '45000.13'],
    ['-0.125', 2, '-0.13'],
    ['0.004', 2, '0.00'],
    ['-0.004', 2, '0.00'],
    ['999.995', 2, '1000.00'],
    ['2.5', 0, '3'],
    ['12.5', 2, '12.5'],
    ['12345678901234567890.129', 2, '12345678901234567890.13'],
  ])('rounds %s to %s decimals as %s', (text, decimals, rounded) => {
    expect(roundDecimal(text, decimals)).toBe(rounded)
  })

  it('shows very small numbers without an exponent', () => {
    expect(decimalText(0.0000001)).toBe('0.0000001')
  })
})
