import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from './number.ts'

describe('numbers in CSV cells', () => {
  it.each([
    ['1234.5', 1234.5],
    ['1,234.5', 1234.5],
    ['12,345,678.90', 12_345_678.9],
    [' １２３４．５ ', 1234.5],
    ['１，２３４', 1234],
    ['¥1,234.50', 1234.5],
    ['￥1234', 1234],
    ['RMB 1,234', 1234],
    ['1234.50 CNY', 1234.5],
    ['1234元', 1234],
    ['-¥12', -12],
    ['(1,234.50)', -1234.5],
    ['−5', -5],
    ['-0', 0],
    ['+7', 7],
    ['.5', 0.5],
    ['12.500', 12.5],
    ['12.5%', 12.5],
    ['12.5 ％', 12.5],
    ['9007199254740991', 9_007_199_254_740_991],
    ['99999999999999.9', 99_999_999_999_999.9],
  ])('reads %s as %d', (cell, value) => {
    expect(parseDecimal(cell, { scale: 2, currency: 'CNY' })).toEqual({ value })
  })

  it.each(['abc', '1,23', '1.234,56', '1 2', '--1', '1e3', '0x10', '1.2.3', '()', '%', '-', '一百', 'Infinity'])(
    'does not read %s',
    (cell) => {
      expect(parseDecimal(cell, { scale: 4 })).toEqual({ problem: expect.objectContaining({ en: expect.any(String) }) })
    },
  )

  it('takes a blank cell for no value', () => {
    expect(parseDecimal(' \u3000 ', { scale: 2 })).toEqual({ value: null })
  })

  it('refuses decimals that the field does not keep', () => {
    expect(parseDecimal('12.345', { scale: 2 })).toMatchObject({ problem: { en: 'At most 2 decimals are kept here.' } })
    expect(parseDecimal('1.5', { scale: 0 })).toMatchObject({ problem: { 'zh-CN': '必须是整数。' } })
  })

  it('refuses digits that a JSON number would round', () => {
    expect(parseDecimal('9007199254740993', { scale: 0 })).toMatchObject({
      problem: { en: expect.stringContaining('15') },
    })
  })

  it.each(['USD 12', '12 EUR'])('refuses %s in a field of another currency', (cell) => {
    expect(parseDecimal(cell, { scale: 2, currency: 'CNY' })).toMatchObject({
      problem: { en: expect.stringContaining('this field is in CNY') },
    })
  })

  it('writes numbers without exponent', () => {
    expect([1e-7, -1.5e-7, 0.1, 12, 1e21, null].map(formatDecimal)).toEqual([
      '0.0000001',
      '-0.00000015',
      '0.1',
      '12',
      '1000000000000000000000',
      '',
    ])
  })
})
