import { describe, expect, it } from 'vitest'
import { parseTime } from './csv.ts'

describe('times in CSV cells', () => {
  it.each([
    ['9:30', '09:30'],
    ['０９：３０', '09:30'],
    ['2:30 PM', '14:30'],
    ['12:05 am', '00:05'],
    ['下午2:30', '14:30'],
    ['上午 9点', '09:00'],
    ['9点30分', '09:30'],
    ['', null],
  ])('reads "%s" as %s', (cell, value) => {
    expect(parseTime(cell, false)).toEqual({ value })
  })

  it.each(['24:00', '9:61', '930', '9', '09:30:15'])('does not read %s', (cell) => {
    expect(parseTime(cell, false)).toEqual({ problem: expect.objectContaining({ en: expect.any(String) }) })
  })

  it('reads seconds where the field keeps them', () => {
    expect(parseTime('9:30:15', true)).toEqual({ value: '09:30:15' })
    expect(parseTime('9点30分15秒', true)).toEqual({ value: '09:30:15' })
  })
})
