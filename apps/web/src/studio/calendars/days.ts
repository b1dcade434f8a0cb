import { freeKey } from '../model/conversions.ts'
import type { LocalizedText } from '@fieldwork/expressions'
import { WEEKDAYS } from './calendar.ts'
import type { CalendarDefinition, CalendarYear } from './calendar.ts'

const DAY_MS = 86_400_000

/** What a day is: an ordinary one, a holiday, or one that is worked though its weekday is free. */
export type DayKind = 'normal' | 'holiday' | 'make-up'

/** A day that a calendar says something about. */
export interface SaidDay {
  kind: Exclude<DayKind, 'normal'>
  label: LocalizedText | undefined
}

/** The date some days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Monday is 0. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

/** Every date from one to another, in either direction. */
export function datesBetween(a: string, b: string): string[] {
  const [from, to] = a <= b ? [a, b] : [b, a]
  const dates: string[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date)
  return dates
}

/** The calendars from the one at the bottom up to the one itself. */
export function lineOf(calendar: CalendarDefinition, all: readonly CalendarDefinition[]): CalendarDefinition[] {
  const line = [calendar]
  for (let base = calendar.basedOn; base !== undefined;) {
    const found = all.find(({ name }) => name === base)
    if (!found || line.some(({ name }) => name === found.name)) break
    line.unshift(found)
    base = found.basedOn
  }
  return line
}

/** The days that calendars say something about; the later ones win. */
export function saidDays(line: readonly CalendarDefinition[]): Map<string, SaidDay> {
  const days = new Map<string, SaidDay>()
  for (const { years = {} } of line) {
    for (const { holidays = {}, makeUpDays = {} } of Object.values(years)) {
      for (const { label, from, to = from } of Object.values(holidays))
        for (const date of datesBetween(from, to)) days.set(date, { kind: 'holiday', label })
      for (const [date, { label }] of Object.entries(makeUpDays)) days.set(date, { kind: 'make-up', label })
    }
  }
  return days
}

/** Whether a weekday is worked, Monday first. */
export function workedWeek(line: readonly CalendarDefinition[]): boolean[] {
  const week = line.findLast(({ weekdays }) => weekdays !== undefined)?.weekdays
  return WEEKDAYS.map((name, index) => (week?.[name] ?? index < 5) !== false)
}

/** Makes days holidays, make-up days, or what their weekday and the calendar below say. */
export function withDays(
  calendar: CalendarDefinition,
  dates: readonly string[],
  { kind, label }: { kind: DayKind; label?: LocalizedText | undefined },
): CalendarDefinition {
  let years = withoutDays(calendar.years ?? {}, new Set(dates))
  if (kind === 'holiday') for (const span of spansOf(dates)) years = withHoliday(years, span, label)
  if (kind === 'make-up') for (const date of dates) years = withMakeUp(years, date, label)
  const said = Object.entries(years).filter(([, { holidays, makeUpDays }]) => holidays || makeUpDays)
  const { years: _old, ...rest } = calendar
  return said.length === 0 ? rest : { ...rest, years: Object.fromEntries(said) }
}

type Years = Record<string, CalendarYear>

function withoutDays(years: Years, gone: ReadonlySet<string>): Years {
  return Object.fromEntries(
    Object.entries(years).map(([year, { holidays = {}, makeUpDays = {} }]) => {
      const free: NonNullable<CalendarYear['holidays']> = {}
      for (const [key, { label, from, to = from }] of Object.entries(holidays)) {
        const left = spansOf(datesBetween(from, to).filter((date) => !gone.has(date)))
        for (const span of left)
          free[freeKey(key, [...Object.keys(free), ...Object.keys(holidays).filter((each) => each !== key)])] = {
            ...(label && { label }),
            ...written(span),
          }
      }
      const worked = Object.fromEntries(Object.entries(makeUpDays).filter(([date]) => !gone.has(date)))
      return [year, yearOf(free, worked)]
    }),
  )
}

const yearOf = (
  holidays: CalendarYear['holidays'] = {},
  makeUpDays: CalendarYear['makeUpDays'] = {},
): CalendarYear => ({
  ...(Object.keys(holidays).length > 0 && { holidays }),
  ...(Object.keys(makeUpDays).length > 0 && { makeUpDays }),
})

/** Days in a row, of one year each. */
function spansOf(dates: readonly string[]): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = []
  for (const date of dates.toSorted()) {
    const last = spans.at(-1)
    if (last && addDays(last.to, 1) === date && last.from.slice(0, 4) === date.slice(0, 4)) last.to = date
    else spans.push({ from: date, to: date })
  }
  return spans
}

const written = ({ from, to }: { from: string; to: string }) => (from === to ? { from } : { from, to })

function withHoliday(years: Years, span: { from: string; to: string }, label: LocalizedText | undefined): Years {
  const year = span.from.slice(0, 4)
  const { holidays = {}, makeUpDays } = years[year] ?? {}
  const key = freeKey('holiday', Object.keys(holidays))
  return { ...years, [year]: yearOf({ ...holidays, [key]: { ...(label && { label }), ...written(span) } }, makeUpDays) }
}

function withMakeUp(years: Years, date: string, label: LocalizedText | undefined): Years {
  const year = date.slice(0, 4)
  const { holidays, makeUpDays = {} } = years[year] ?? {}
  return { ...years, [year]: yearOf(holidays, { ...makeUpDays, [date]: label ? { label } : {} }) }
}
