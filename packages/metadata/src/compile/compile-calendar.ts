import type { CalendarDay, CompiledCalendar, Definition, WorkingSpan } from '../catalog.ts'
import type { CalendarDocument } from '../generated/calendar.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel, text } from '../words.ts'
import { checkDocument } from './report.ts'
import type { CheckContext } from './report.ts'

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const dayMs = 86_400_000
const longestHoliday = 62
const usual: readonly WorkingSpan[] = [
  { from: 540, to: 720 },
  { from: 810, to: 1080 },
]

/** What a calendar says itself, beside what the catalog shows of it. */
export interface OwnCalendar extends CompiledCalendar {
  own: {
    hours: readonly WorkingSpan[] | null
    /** Monday first; null: it says nothing about the week */
    weekdays: readonly (boolean | readonly WorkingSpan[])[] | null
    /** hours null: those of an ordinary working day */
    days: ReadonlyMap<string, Omit<CalendarDay, 'hours'> & { hours: readonly WorkingSpan[] | null }>
  }
}

/** Checks that dates exist, spans follow each other and no calendar is based on itself. */
export function compileCalendar(context: CheckContext, definition: Definition): OwnCalendar {
  const document = definition as unknown as CalendarDocument
  const { name, label, order = 0, basedOn = null, years = {} } = document
  if (basedOn !== null) checkBase(context, name, basedOn)
  const hours = document.hours ? spansOf(context, '/hours', document.hours) : null
  return {
    name,
    label: label ?? describeLabel(name),
    order,
    isDefault: document.default ?? false,
    basedOn,
    week: [],
    days: new Map(),
    years: new Set(Object.keys(years).map(Number)),
    own: { hours, weekdays: weekdaysOf(context, document.weekdays), days: daysOf(context, years) },
  }
}

function checkBase(context: CheckContext, name: string, basedOn: string): void {
  checkDocument(context, '/basedOn', { kind: 'calendar', found: basedOn, what: ['calendar', '工作日历'] })
  const { calendars } = context.world
  const passed = new Set<string>()
  for (let at: string | null | undefined = basedOn; at && !passed.has(at); at = calendars.get(at)) passed.add(at)
  if (!passed.has(name)) return
  const message = text('A calendar cannot be based on itself', '工作日历不能以自身为基础')
  context.sink.add({ pointer: '/basedOn', code: 'circular', message })
}

type Spans = NonNullable<CalendarDocument['hours']>

function spansOf({ sink }: CheckContext, pointer: string, spans: Spans): WorkingSpan[] {
  const found = spans.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
  found.forEach(({ from, to }, index) => {
    const isAfterLast = index === 0 || from >= found[index - 1]!.to
    if (from < to && isAfterLast) return
    const message = text(
      'Each span ends after it begins and begins when the one before has ended',
      '每个时段的结束须晚于开始，且不能早于上一时段的结束',
    )
    sink.add({ pointer: `${pointer}/${index}`, code: 'wrong_span', message })
  })
  return found
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

function weekdaysOf(context: CheckContext, weekdays: CalendarDocument['weekdays']) {
  if (!weekdays) return null
  const week = weekdayNames.map((name, index) => {
    const found = weekdays[name]
    if (Array.isArray(found)) return spansOf(context, `/weekdays/${name}`, found as Spans)
    return (found as boolean | undefined) ?? index < 5
  })
  if (week.some((worked) => worked !== false)) return week
  const message = text('At least one weekday is worked', '一周中至少有一天为工作日')
  context.sink.add({ pointer: '/weekdays', code: 'no_workday', message })
  return week
}

type Years = NonNullable<CalendarDocument['years']>

function daysOf(context: CheckContext, years: Years): OwnCalendar['own']['days'] {
  const days = new Map<string, { label: CalendarDay['label']; hours: readonly WorkingSpan[] | null }>()
  for (const [year, { holidays = {}, makeUpDays = {} }] of Object.entries(years)) {
    for (const [key, { label = null, from, to = from }] of Object.entries(holidays)) {
      const dates = datesBetween(context, pointerOf('years', year, 'holidays', key), { year, from, to })
      for (const date of dates) days.set(date, { label: label ?? describeLabel(key), hours: [] })
    }
    for (const [date, { label = null, hours }] of Object.entries(makeUpDays)) {
      const at = pointerOf('years', year, 'makeUpDays', date)
      const [known] = datesBetween(context, at, { year, from: date, to: date })
      if (known) days.set(known, { label, hours: hours ? spansOf(context, `${at}/hours`, hours as Spans) : null })
    }
  }
  return days
}

/** Every date of a span; none, and a problem, where it is none. */
function datesBetween(
  { sink }: CheckContext,
  pointer: string,
  { year, from, to }: { year: string; from: string; to: string },
): string[] {
  const [first, last] = [dayOf(from), dayOf(to)]
  const isNear = first !== null && last !== null && last >= first && last - first < longestHoliday
  if (isNear && (from.startsWith(year) || to.startsWith(year))) {
    return Array.from({ length: last - first + 1 }, (_, index) => dateOf(first + index))
  }
  const message = text(
    `${from === to ? from : `${from} to ${to}`} is no span of days of ${year}`,
    `${from === to ? from : `${from} 至 ${to}`}不是${year}年的日期范围`,
  )
  sink.add({ pointer, code: 'wrong_date', message, params: { from, to, year } })
  return []
}

/** Days since 1970-01-01; null where there is no such date. */
function dayOf(date: string): number | null {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs
  return Number.isInteger(day) && dateOf(day) === date ? day : null
}

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** The calendar with everything it takes from the one it is based on. */
export function withBase(calendar: OwnCalendar, base: OwnCalendar | null): OwnCalendar {
  const { own } = calendar
  const hours = own.hours ?? base?.own.hours ?? null
  const weekdays = own.weekdays ?? base?.own.weekdays ?? null
  const days = new Map([...(base?.own.days ?? []), ...own.days])
  const ordinary = hours ?? usual
  const week = weekdayNames.map((_, index) => spansOn(weekdays?.[index] ?? index < 5, ordinary))
  const shown = [...days].map(([date, day]) => [date, { ...day, hours: day.hours ?? ordinary }] as const)
  const years = new Set([...(base?.years ?? []), ...calendar.years])
  return { ...calendar, week, days: new Map(shown), years, own: { hours, weekdays, days } }
}

const spansOn = (worked: boolean | readonly WorkingSpan[], ordinary: readonly WorkingSpan[]): readonly WorkingSpan[] =>
  typeof worked === 'boolean' ? (worked ? ordinary : []) : worked
