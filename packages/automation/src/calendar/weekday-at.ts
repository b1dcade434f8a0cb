import { dateOf, dayOf, weekdayOf } from './dates.ts'
import { momentAt, wallTime } from './zoned-time.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/**
 * The next time it is a weekday at a time of day; the moment itself where it is that.
 *
 * @param minutes since midnight
 */
export function nextWeekdayAt(moment: Date, at: { weekday: Weekday; minutes: number }, zone: string): Date {
  const today = dayOf(wallTime(moment, zone).date)
  const ahead = (weekdays.indexOf(at.weekday) - weekdayOf(today) + 7) % 7
  const first = momentAt(dateOf(today + ahead), at.minutes, zone)
  return first >= moment ? first : momentAt(dateOf(today + ahead + 7), at.minutes, zone)
}
