import type { CompiledCalendar, WorkingSpan } from '@fieldwork/metadata'
import { dateOf, dayOf, monthStart, weekdayOf } from './dates.ts'

/** What these functions need of a calendar. */
export type WorkCalendar = Pick<CompiledCalendar, 'week' | 'days'>

const spansOn = ({ week, days }: WorkCalendar, day: number): readonly WorkingSpan[] =>
  (days.size > 0 ? days.get(dateOf(day))?.hours : undefined) ?? week[weekdayOf(day)] ?? []

const isWorked = (calendar: WorkCalendar, day: number): boolean => spansOn(calendar, day).length > 0

/** The hours that are worked on a date; none on a free day. */
export const workingSpans = (calendar: WorkCalendar, date: string): readonly WorkingSpan[] =>
  spansOn(calendar, dayOf(date))

/** Whether anything is worked on a date. */
export const isWorkday = (calendar: WorkCalendar, date: string): boolean => isWorked(calendar, dayOf(date))

/** The date itself or the first working day after it; before it with step -1. */
export function nearestWorkday(calendar: WorkCalendar, date: string, step: 1 | -1 = 1): string {
  let day = dayOf(date)
  while (!isWorked(calendar, day)) day += step
  return dateOf(day)
}

/**
 * The date so many working days later, the date itself not counted: Friday and 1 is Monday. Negative: earlier. With 0
 * the date itself or, where that is free, the next working day.
 */
export function addWorkdays(calendar: WorkCalendar, date: string, count: number): string {
  if (count === 0) return nearestWorkday(calendar, date)
  const step = count > 0 ? 1 : -1
  let day = dayOf(date)
  for (let left = Math.abs(count); left > 0;) {
    day += step
    if (isWorked(calendar, day)) left--
  }
  return dateOf(day)
}

/** How many working days there are after `from` up to and with `to`; negative where `to` is the earlier one. */
export function workdaysBetween(calendar: WorkCalendar, from: string, to: string): number {
  const [first, last] = [dayOf(from), dayOf(to)]
  if (last < first) return -workdaysBetween(calendar, to, from)
  let count = 0
  for (let day = first + 1; day <= last; day++) if (isWorked(calendar, day)) count++
  return count
}

/**
 * The nth working day of a date's month; -1 is the last.
 *
 * @returns null where the month has fewer
 */
export function nthWorkdayOfMonth(calendar: WorkCalendar, date: string, n: number): string | null {
  const first = monthStart(date)
  const length = monthStart(date, 1) - first
  const worked = Array.from({ length }, (_, index) => first + index).filter((day) => isWorked(calendar, day))
  const day = worked.at(n > 0 ? n - 1 : n)
  return n === 0 || day === undefined ? null : dateOf(day)
}
