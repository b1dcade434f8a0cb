import { describe, expect, it } from 'vitest'
import { formatDateTime, parseDate, parseDateTime, utcText } from './date.ts'

describe('dates in CSV cells', () => {
  it.each([
    '2026-01-31',
    '2026/1/31',
    '2026/01/31',
    '2026.1.31',
    '20260131',
    '2026年1月31日',
    '２０２６／１／３１',
    '2026/1/31 0:00:00',
    ' 2026-01-31T00:00 ',
  ])('reads %s', (cell) => {
    expect(parseDate(cell)).toEqual({ value: '2026-01-31' })
  })

  it.each([
    '31/01/2026',
    '1/31/2026',
    '2026-02-30',
    '2026-13-01',
    '2026-1',
    '2026-1/31',
    '2026-01-31 09:30',
    '46053',
    '0000-01-01',
    '明天',
  ])('does not read %s', (cell) => {
    expect(parseDate(cell)).toEqual({ problem: expect.objectContaining({ 'zh-CN': expect.any(String) }) })
  })

  it.each([
    ['2026-01-31 09:30', '2026-01-31T01:30:00+00:00'],
    ['2026/1/31 9:30:15', '2026-01-31T01:30:15+00:00'],
    ['2026年1月31日 09:30', '2026-01-31T01:30:00+00:00'],
    ['2026-01-31', '2026-01-30T16:00:00+00:00'],
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00+00:00'],
    ['2026-01-31T09:30:00.120-05:30', '2026-01-31T15:00:00.12+00:00'],
    ['2026-01-31 09:30 +0100', '2026-01-31T08:30:00+00:00'],
  ])('reads the time %s in Shanghai as %s', (cell, value) => {
    expect(parseDateTime(cell, 'Asia/Shanghai')).toEqual({ value })
  })

  it.each(['2026-01-31 24:00', '2026-01-31 09:60', '09:30', '2026-02-30 09:30', '2026-01-31 9am'])(
    'does not read the time %s',
    (cell) => {
      expect(parseDateTime(cell, 'UTC')).toEqual({ problem: expect.objectContaining({ en: expect.any(String) }) })
    },
  )

  it('takes the first of two times that a clock change repeats, and shifts one that it skips', () => {
    expect(parseDateTime('2025-10-26 02:30', 'Europe/Berlin')).toEqual({ value: '2025-10-26T00:30:00+00:00' })
    expect(parseDateTime('2025-03-30 02:30', 'Europe/Berlin')).toEqual({ value: '2025-03-30T01:30:00+00:00' })
  })

  it('writes the wall time of the zone', () => {
    expect(formatDateTime('2026-01-31T01:30:00.5+00:00', 'Asia/Shanghai')).toBe('2026-01-31 09:30:00.5')
    expect(formatDateTime('2026-01-31T01:30:00+00:00', 'UTC')).toBe('2026-01-31T01:30:00Z')
    expect(formatDateTime(null, 'UTC')).toBe('')
  })

  it('writes an instant as PostgreSQL does', () => {
    expect(utcText('2026-01-31T09:30:00.100000+08:00')).toBe('2026-01-31T01:30:00.1+00:00')
    expect(utcText('1969-12-31T23:59:59.9Z')).toBe('1969-12-31T23:59:59.9+00:00')
    expect(utcText('not a time')).toBe('not a time')
  })
})
