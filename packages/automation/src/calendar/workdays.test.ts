import { readFileSync } from 'node:fs'
import { createCatalog } from '@fieldwork/metadata'
import type { CompiledCalendar, Definition } from '@fieldwork/metadata'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOf, dayOf } from './dates.ts'
import { nextWeekdayAt } from './weekday-at.ts'
import { addWorkdays, isWorkday, nearestWorkday, nthWorkdayOfMonth, workdaysBetween } from './workdays.ts'
import type { WorkCalendar } from './workdays.ts'
import { addWorkingTime, isWorkingTime, workingTimeBetween } from './working-hours.ts'
import { momentAt, wallTime } from './zoned-time.ts'

function compile(definition: object): CompiledCalendar {
  const named = definition as Definition
  const result = createCatalog(
    [{ name: 'platform', documents: [{ kind: 'calendar', name: named.name, body: named }] }],
    {
      revision: 1,
    },
  )
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog.calendars.get(named.name)!
}

const shipped = new URL('../../../../metadata/platform/calendars/china.json', import.meta.url)
const calendar = compile(JSON.parse(readFileSync(shipped, 'utf8')) as object)
const zone = 'Asia/Shanghai'
const hour = 3_600_000

const isWeekend = (date: string) => [0, 6].includes(new Date(date).getUTCDay())

describe('the calendar of China', () => {
  test('has the days of 2025 and 2026: free days on weekdays, worked days at weekends', () => {
    const all = Array.from({ length: 730 }, (_, index) => dateOf(dayOf('2025-01-01') + index))
    expect(all.filter((date) => isWeekend(date) && isWorkday(calendar, date))).toEqual(
      '2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10'.split(
        ' ',
      ),
    )
    const count = (year: string) => all.filter((date) => date.startsWith(year) && isWorkday(calendar, date)).length
    expect([count('2025'), count('2026')]).toEqual([248, 248])
    expect([...calendar.years]).toEqual([2025, 2026])
  })

  test('counts working days over holidays and make-up days', () => {
    expect(addWorkdays(calendar, '2026-09-30', 1)).toBe('2026-10-08')
    expect(addWorkdays(calendar, '2026-02-13', 1)).toBe('2026-02-14')
    expect(addWorkdays(calendar, '2026-02-14', 1)).toBe('2026-02-24')
    expect(addWorkdays(calendar, '2026-02-24', -1)).toBe('2026-02-14')
    expect(workdaysBetween(calendar, '2026-09-30', '2026-10-10')).toBe(3)
    expect(nearestWorkday(calendar, '2026-10-03')).toBe('2026-10-08')
    expect(nearestWorkday(calendar, '2026-10-03', -1)).toBe('2026-09-30')
  })

  test('finds the working days of a month that begins with a holiday', () => {
    expect(nthWorkdayOfMonth(calendar, '2026-10-15', 1)).toBe('2026-10-08')
    expect(nthWorkdayOfMonth(calendar, '2026-10-15', 2)).toBe('2026-10-09')
    expect(nthWorkdayOfMonth(calendar, '2026-05-01', 1)).toBe('2026-05-06')
    expect(nthWorkdayOfMonth(calendar, '2026-02-01', -1)).toBe('2026-02-28')
    expect(nthWorkdayOfMonth(calendar, '2026-02-01', 30)).toBeNull()
    expect(nthWorkdayOfMonth(calendar, '2026-02-01', 0)).toBeNull()
  })

  test('knows only weekdays of a year that nobody has entered', () => {
    expect(isWorkday(calendar, '2027-10-01')).toBe(true)
    expect(isWorkday(calendar, '2027-10-02')).toBe(false)
  })
})

const isoDate = fc.integer({ min: dayOf('2020-01-01'), max: dayOf('2030-12-31') }).map(dateOf)
const span = { from: 540, to: 1020 }
/** Any week with a working day, and any dates that differ from it. */
const calendars: fc.Arbitrary<WorkCalendar> = fc.record({
  week: fc
    .array(fc.boolean(), { minLength: 7, maxLength: 7 })
    .filter((week) => week.includes(true))
    .map((week) => week.map((worked) => (worked ? [span] : []))),
  days: fc
    .array(fc.tuple(isoDate, fc.boolean()), { maxLength: 300 })
    .map((days) => new Map(days.map(([date, worked]) => [date, { label: null, hours: worked ? [span] : [] }]))),
})

/** What the calendar says, found day by day by the calendar of JavaScript. */
function isWorkedNaively({ week, days }: WorkCalendar, date: string): boolean {
  const hours = days.get(date)?.hours ?? week[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7]!
  return hours.length > 0
}

function nextDate(date: string, step: number): string {
  const at = new Date(`${date}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + step)
  return at.toISOString().slice(0, 10)
}

describe('any calendar', () => {
  test('adds working days as a walk day by day does', () => {
    fc.assert(
      fc.property(calendars, isoDate, fc.integer({ min: -60, max: 60 }), (any, date, count) => {
        let at = date
        let left = Math.abs(count)
        if (count === 0) while (!isWorkedNaively(any, at)) at = nextDate(at, 1)
        while (left > 0) {
          at = nextDate(at, Math.sign(count))
          if (isWorkedNaively(any, at)) left--
        }
        expect(addWorkdays(any, date, count)).toBe(at)
        if (count > 0) expect(workdaysBetween(any, date, at)).toBe(count)
      }),
    )
  })

  test('counts and finds the working days of a month as a walk does', () => {
    fc.assert(
      fc.property(calendars, isoDate, (any, date) => {
        const worked: string[] = []
        for (let at = `${date.slice(0, 7)}-01`; at.startsWith(date.slice(0, 7)); at = nextDate(at, 1)) {
          if (isWorkedNaively(any, at)) worked.push(at)
        }
        for (let n = 1; n <= 31; n++) {
          expect(nthWorkdayOfMonth(any, date, n)).toBe(worked[n - 1] ?? null)
          expect(nthWorkdayOfMonth(any, date, -n)).toBe(worked.at(-n) ?? null)
        }
      }),
    )
  })

  test('counts forwards and backwards alike', () => {
    fc.assert(
      fc.property(calendars, isoDate, isoDate, (any, from, to) => {
        expect(workdaysBetween(any, from, to) + workdaysBetween(any, to, from)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']
const anyZone = fc.constantFrom(...zones)
const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })

describe('times of day', () => {
  test('are found again on the clocks of every zone, when clocks change too', () => {
    fc.assert(
      fc.property(isoDate, fc.integer({ min: 0, max: 1439 }), anyZone, (date, minutes, anywhere) => {
        const shown = wallTime(momentAt(date, minutes, anywhere), anywhere)
        const isShown = shown.date === date && shown.ms === minutes * 60_000
        // only in the hour that clocks skip in spring there is no such time
        const isSkipped = (dayOf(shown.date) - dayOf(date)) * 1440 + shown.ms / 60_000 - minutes
        expect(isShown || (isSkipped > 0 && isSkipped <= 60)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('stand where clocks skip or repeat an hour', () => {
    expect(momentAt('2026-03-29', 150, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(momentAt('2026-10-25', 150, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(momentAt('2026-03-28', 1440, 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(momentAt('2026-11-22', 780, zone).toISOString()).toBe('2026-11-22T05:00:00.000Z')
  })

  test('come again with their weekday within a week', () => {
    const weekday = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun' as const)
    fc.assert(
      fc.property(moments, weekday, fc.integer({ min: 0, max: 1439 }), anyZone, (moment, day, minutes, anywhere) => {
        const next = nextWeekdayAt(moment, { weekday: day as 'mon', minutes }, anywhere)
        expect(next >= moment).toBe(true)
        expect(next.getTime() - moment.getTime()).toBeLessThanOrEqual(7 * 24 * hour + hour)
        const english = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: anywhere }).format(next)
        expect(english.toLowerCase()).toBe(day)
      }),
    )
    const monday = { weekday: 'mon', minutes: 780 } as const
    expect(nextWeekdayAt(new Date('2026-11-22T16:00:00Z'), monday, zone).toISOString()).toBe('2026-11-23T05:00:00.000Z')
    expect(nextWeekdayAt(new Date('2026-11-23T05:00:00Z'), monday, zone).toISOString()).toBe('2026-11-23T05:00:00.000Z')
    expect(nextWeekdayAt(new Date('2026-11-23T05:00:01Z'), monday, zone).toISOString()).toBe('2026-11-30T05:00:00.000Z')
  })
})

const at = (text: string) => new Date(`${text}+08:00`)

describe('working hours', () => {
  test('stop at noon, at night, at weekends and on holidays', () => {
    const after = (text: string, hours: number) => addWorkingTime(calendar, at(text), { ms: hours * hour, zone })
    expect(after('2026-11-20T11:00', 2)).toEqual(at('2026-11-20T14:30'))
    expect(after('2026-11-20T17:00', 1)).toEqual(at('2026-11-20T18:00'))
    expect(after('2026-11-20T17:00', 2)).toEqual(at('2026-11-23T10:00'))
    expect(after('2026-09-30T17:30', 1)).toEqual(at('2026-10-08T09:30'))
    expect(after('2026-11-21T03:00', 0)).toEqual(at('2026-11-23T09:00'))
    expect(isWorkingTime(calendar, at('2026-11-20T12:30'), zone)).toBe(false)
    expect(isWorkingTime(calendar, at('2026-11-20T13:30'), zone)).toBe(true)
  })

  test('that were added are found between both moments', () => {
    const longest = 200 * hour
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: longest }), anyZone, (start, ms, anywhere) => {
        const end = addWorkingTime(calendar, start, { ms, zone: anywhere })
        expect(workingTimeBetween(calendar, start, { end, zone: anywhere })).toBe(ms)
      }),
      { numRuns: 50 },
    )
  })
})
