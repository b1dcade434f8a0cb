import { describe, expect, test } from 'vitest'
import { isRelativeTime, resolveRelativeTime } from './relative-time.ts'

// in Shanghai it is already the first of March
const clock = { now: Date.parse('2028-02-29T16:30:00Z'), timeZone: 'Asia/Shanghai' }

describe('a day counted from today', () => {
  test.each([
    ['@today', '2028-03-01'],
    ['@today-1', '2028-02-29'],
    ['@today+31', '2028-04-01'],
    ['@today-366', '2027-03-01'],
    ['@today-2T09:30', '2028-02-28T09:30:00+08:00'],
  ])('%s is %s', (text, expected) => {
    expect(resolveRelativeTime(text, clock)).toBe(expected)
  })

  test('knows the offset of its zone on that day', () => {
    const berlin = { now: Date.parse('2026-03-20T12:00:00Z'), timeZone: 'Europe/Berlin' }
    expect(resolveRelativeTime('@todayT08:00', berlin)).toBe('2026-03-20T08:00:00+01:00')
    expect(resolveRelativeTime('@today+14T08:00', berlin)).toBe('2026-04-03T08:00:00+02:00')
    expect(resolveRelativeTime('@todayT08:00', { ...berlin, timeZone: 'UTC' })).toBe('2026-03-20T08:00:00+00:00')
  })

  test('is not taken for the name of a record, nor the other way round', () => {
    expect(['@today', '@today-3', '@todayT09:00'].every(isRelativeTime)).toBe(true)
    expect(['@todays', '@today-', 'today', '@user.today', '@today-3T9:00', 3, null].some(isRelativeTime)).toBe(false)
  })
})
