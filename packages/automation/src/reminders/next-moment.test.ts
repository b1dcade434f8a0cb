import { describe, expect, it } from 'vitest'
import type { WorkCalendar } from '../calendar/workdays.ts'
import { nextMoment } from './next-moment.ts'
import type { ReminderRule } from './reminder.ts'

const span = [{ from: 540, to: 1080 }]
const calendar: WorkCalendar = { week: [span, span, span, span, span, [], []], days: new Map() }
const rule = { before: { amount: 0, unit: 'days' as const }, clock: null, repeat: null, until: null }
const next = (more: Partial<ReminderRule>, anchor: string, after: string, timeZone = 'Asia/Shanghai') =>
  nextMoment({ ...rule, ...more }, { anchor, after: new Date(after) }, { timeZone, calendar })?.toISOString() ?? null

describe('the next moment of a reminder (PLAT-99)', () => {
  it('is the moment itself, once', () => {
    expect(next({}, '2026-11-22T10:00:00Z', '2026-11-22T09:59:59Z')).toBe('2026-11-22T10:00:00.000Z')
    expect(next({}, '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z')).toBeNull()
  })

  it('is so long before a date, at 09:00 or the time that it says', () => {
    const before = { amount: 3, unit: 'days' as const }
    expect(next({ before }, '2026-12-01', '2026-11-01T00:00:00Z')).toBe('2026-11-28T01:00:00.000Z')
    expect(next({ before, clock: '18:30' }, '2026-12-01', '2026-11-01T00:00:00Z')).toBe('2026-11-28T10:30:00.000Z')
    expect(next({ before: { amount: 2, unit: 'weeks' } }, '2026-12-01', '2026-11-01T00:00:00Z')).toBe(
      '2026-11-17T01:00:00.000Z',
    )
    expect(next({ before: { amount: 90, unit: 'minutes' } }, '2026-12-01T02:00:00Z', '2026-11-01T00:00:00Z')).toBe(
      '2026-12-01T00:30:00.000Z',
    )
  })

  it('comes again each month on the same day or the last one, and each year on a birthday', () => {
    expect(next({ repeat: 'month' }, '2026-01-31', '2026-02-10T00:00:00Z')).toBe('2026-02-28T01:00:00.000Z')
    expect(next({ repeat: 'month' }, '2026-01-31', '2026-02-28T01:00:00Z')).toBe('2026-03-31T01:00:00.000Z')
    expect(next({ repeat: 'month' }, '1970-01-31', '2026-02-28T01:00:00Z')).toBe('2026-03-31T01:00:00.000Z')
    expect(next({ repeat: 'year', before: { amount: 1, unit: 'days' } }, '1984-02-29', '2026-03-01T00:00:00Z')).toBe(
      '2027-02-27T01:00:00.000Z',
    )
  })

  it('passes over free days, and ends after its last day', () => {
    // Friday, then Monday
    expect(next({ repeat: 'workday' }, '2026-11-20', '2026-11-20T02:00:00Z')).toBe('2026-11-23T01:00:00.000Z')
    const until = '2026-11-22'
    expect(next({ repeat: 'day', until }, '2026-11-20', '2026-11-21T02:00:00Z')).toBe('2026-11-22T01:00:00.000Z')
    expect(next({ repeat: 'day', until }, '2026-11-20', '2026-11-22T02:00:00Z')).toBeNull()
  })

  it('keeps the time of the clock where clocks change', () => {
    const moment = next({ repeat: 'day' }, '2026-03-07T14:00:00Z', '2026-03-07T15:00:00Z', 'America/New_York')
    expect(moment).toBe('2026-03-08T13:00:00.000Z')
  })
})
