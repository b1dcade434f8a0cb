import { dateOf, dayOf } from './dates.ts'
import { workingSpans } from './workdays.ts'
import type { WorkCalendar } from './workdays.ts'
import { momentAt, wallTime } from './zoned-time.ts'

/** The working time of a date as moments. */
function spansOf(calendar: WorkCalendar, date: string, zone: string): { from: number; to: number }[] {
  return workingSpans(calendar, date).map(({ from, to }) => ({
    from: momentAt(date, from, zone).getTime(),
    to: momentAt(date, to, zone).getTime(),
  }))
}

const dayAfter = (date: string): string => dateOf(dayOf(date) + 1)

/**
 * The moment by which so much working time has passed.
 *
 * @param ms working time, not negative
 */
export function addWorkingTime(calendar: WorkCalendar, start: Date, { ms, zone }: { ms: number; zone: string }): Date {
  let left = ms
  for (let { date } = wallTime(start, zone); ; date = dayAfter(date)) {
    for (const { from, to } of spansOf(calendar, date, zone)) {
      const begin = Math.max(from, start.getTime())
      if (begin >= to) continue
      if (left <= to - begin) return new Date(begin + left)
      left -= to - begin
    }
  }
}

/** How much working time there is from one moment to a later one, in milliseconds; 0 where it is not later. */
export function workingTimeBetween(
  calendar: WorkCalendar,
  start: Date,
  { end, zone }: { end: Date; zone: string },
): number {
  let sum = 0
  const last = wallTime(end, zone).date
  for (let { date } = wallTime(start, zone); date <= last; date = dayAfter(date)) {
    for (const { from, to } of spansOf(calendar, date, zone)) {
      sum += Math.max(0, Math.min(to, end.getTime()) - Math.max(from, start.getTime()))
    }
  }
  return sum
}

/** Whether a moment lies in working time. */
export function isWorkingTime(calendar: WorkCalendar, moment: Date, zone: string): boolean {
  const { date } = wallTime(moment, zone)
  return spansOf(calendar, date, zone).some(({ from, to }) => moment.getTime() >= from && moment.getTime() < to)
}
