import { expect, it } from 'vitest'

import type { CalendarDefinition } from './calendar.ts'
import { datesBetween, lineOf, saidDays, weekdayOf, withDays, workedWeek } from './days.ts'

const label = { en: 'Spring', 'zh-CN': '春节' }
const base: CalendarDefinition = {
  name: 'base',
  weekdays: { sat: true },
  years: { '2026': { holidays: { spring: { label, from: '2026-02-16', to: '2026-02-20' } } } },
}

it('splits a holiday where a day of it becomes ordinary', () => {
  expect(withDays(base, ['2026-02-18'], { kind: 'normal' }).years).toEqual({
    '2026': {
      holidays: {
        spring: { label, from: '2026-02-16', to: '2026-02-17' },
        spring_2: { label, from: '2026-02-19', to: '2026-02-20' },
      },
    },
  })
})

it('makes days in a row one holiday, over the end of a year two', () => {
  const dates = datesBetween('2027-01-01', '2026-12-30')
  expect(withDays({ name: 'a' }, dates, { kind: 'holiday' }).years).toEqual({
    '2026': { holidays: { holiday: { from: '2026-12-30', to: '2026-12-31' } } },
    '2027': { holidays: { holiday: { from: '2027-01-01' } } },
  })
})

it('takes everything back', () => {
  const dates = datesBetween('2026-05-01', '2026-05-03')
  const marked = withDays({ name: 'a' }, dates, { kind: 'make-up', label })
  expect(Object.keys(marked.years?.['2026']?.makeUpDays ?? {})).toEqual(dates)
  expect(withDays(marked, dates, { kind: 'normal' })).toEqual({ name: 'a' })
})

it('puts a calendar over the one it is based on', () => {
  const own = withDays({ name: 'own', basedOn: 'base' }, ['2026-02-17'], { kind: 'make-up' })
  const line = lineOf(own, [base])
  expect(line.map(({ name }) => name)).toEqual(['base', 'own'])
  expect([...saidDays(line)].map(([date, { kind }]) => `${date} ${kind}`)).toContain('2026-02-17 make-up')
  expect(workedWeek(line)).toEqual([true, true, true, true, true, true, false])
  expect(lineOf({ name: 'a', basedOn: 'a' }, [{ name: 'a', basedOn: 'a' }])).toHaveLength(1)
  expect(weekdayOf('2026-11-22')).toBe(6)
})
