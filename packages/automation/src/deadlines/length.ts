import { valueOn } from '@fieldwork/metadata'
import type { Amount, DeadlineLength, TimeSpan } from '@fieldwork/metadata'
import { dateOf, dayOf, monthStart } from '../calendar/dates.ts'
import { nextWeekdayAt } from '../calendar/weekday-at.ts'
import { addWorkdays, nthWorkdayOfMonth } from '../calendar/workdays.ts'
import type { WorkCalendar } from '../calendar/workdays.ts'
import { addWorkingTime } from '../calendar/working-hours.ts'
import { minutesOf, momentAt, wallTime } from '../calendar/zoned-time.ts'

const hourMs = 3_600_000
const endOfDay = '24:00'
const mostMonths = 24

/** Where time is counted. */
export interface Counting {
  calendar: WorkCalendar
  /** IANA name */
  zone: string
}

/** When something is due that begins at a moment. */
export function dueAt(length: DeadlineLength, start: Date, counting: Counting): Date {
  const { calendar, zone } = counting
  if ('workingHours' in length)
    return addWorkingTime(calendar, start, { ms: amountOn(length.workingHours, start, zone) * hourMs, zone })
  if ('weekday' in length) {
    return nextWeekdayAt(start, { weekday: length.weekday, minutes: minutesOf(length.at) }, zone)
  }
  if ('workdayOfMonth' in length) return nextWorkdayOfMonth(length, start, counting)
  return movedBy(length, start, { ...counting, sign: 1 })
}

function nextWorkdayOfMonth(
  { workdayOfMonth, at }: Extract<DeadlineLength, { workdayOfMonth: number }>,
  start: Date,
  { calendar, zone }: Counting,
): Date {
  const { date } = wallTime(start, zone)
  for (let months = 0; months < mostMonths; months++) {
    const day = nthWorkdayOfMonth(calendar, dateOf(monthStart(date, months)), workdayOfMonth)
    const moment = day === null ? null : momentAt(day, minutesOf(at), zone)
    if (moment && moment >= start) return moment
  }
  throw new RangeError(`No month has a working day ${workdayOfMonth}`)
}

/** The moment so long after another one, or before it. Without a time of day, days before end at the same time. */
export function movedBy(span: TimeSpan, moment: Date, { calendar, zone, sign }: Counting & { sign: 1 | -1 }): Date {
  if ('hours' in span) return new Date(moment.getTime() + sign * amountOn(span.hours, moment, zone) * hourMs)
  const { date, ms } = sign < 0 ? dayThatEnds(moment, zone) : wallTime(moment, zone)
  const day =
    'days' in span
      ? dateOf(dayOf(date) + sign * amountOn(span.days, moment, zone))
      : addWorkdays(calendar, date, sign * amountOn(span.workdays, moment, zone))
  const minutes = span.at === undefined && sign < 0 ? ms / 60_000 : minutesOf(span.at ?? endOfDay)
  return momentAt(day, minutes, zone)
}

/** A parameter counts as it is on the day. */
const amountOn = (amount: Amount, moment: Date, zone: string): number =>
  typeof amount === 'number' ? amount : Number(valueOn(amount, wallTime(moment, zone).date))

/** Midnight belongs to the day that ends with it: due at the end of Friday is due on Friday. */
function dayThatEnds(moment: Date, zone: string): { date: string; ms: number } {
  const { date, ms } = wallTime(moment, zone)
  return ms === 0 ? { date: dateOf(dayOf(date) - 1), ms: 24 * hourMs } : { date, ms }
}
