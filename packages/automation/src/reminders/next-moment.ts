import { dateOf, dayOf, monthStart } from '../calendar/dates.ts'
import { isWorkday } from '../calendar/workdays.ts'
import type { WorkCalendar } from '../calendar/workdays.ts'
import { minutesOf, momentAt, wallTime } from '../calendar/zoned-time.ts'
import type { Repeat, ReminderRule } from './reminder.ts'

const usualTime = '09:00'
const minuteMs = 60_000
/** in a row without a working day, and more than the months that the estimate is short by */
const mostTries = 1000

interface Counting {
  timeZone: string
  calendar: WorkCalendar
}

/**
 * The first moment of a reminder that comes after another one.
 *
 * @param anchor the moment that it is for (ISO), or the date in the record's field
 * @returns null when there is none
 */
export function nextMoment(
  rule: Pick<ReminderRule, 'before' | 'clock' | 'repeat' | 'until'>,
  { anchor, after }: { anchor: string; after: Date },
  { timeZone, calendar }: Counting,
): Date | null {
  const { date, minutes } = wallOf(anchor, rule.clock, timeZone)
  const last = rule.until === null ? Number.POSITIVE_INFINITY : dayOf(rule.until)
  const first = rule.repeat === null ? 0 : roundsUntil(rule.repeat, date, wallTime(after, timeZone).date)
  for (let round = first; round < first + mostTries; round++) {
    const day = dayOfRound(date, rule.repeat, round)
    if (day > last) return null
    const moment = momentBefore(rule.before, { day, minutes }, timeZone)
    const isOpen = rule.repeat !== 'workday' || isWorkday(calendar, dateOf(day))
    if (isOpen && moment > after) return moment
    if (rule.repeat === null) return null
  }
  return null
}

/** What the clock on the wall shows at the moment; a date has the usual time. */
function wallOf(anchor: string, clock: string | null, timeZone: string): { date: string; minutes: number } {
  if (anchor.length === 10) return { date: anchor, minutes: minutesOf(clock ?? usualTime) }
  const { date, ms } = wallTime(new Date(anchor), timeZone)
  return { date, minutes: clock === null ? ms / minuteMs : minutesOf(clock) }
}

const longest: Record<Repeat, number> = { day: 1, workday: 1, week: 7, month: 31, year: 366 }

/** So many rounds are certainly over. */
const roundsUntil = (repeat: Repeat, from: string, to: string): number =>
  Math.max(0, Math.floor((dayOf(to) - dayOf(from)) / longest[repeat]) - 1)

function dayOfRound(date: string, repeat: Repeat | null, round: number): number {
  if (repeat === null) return dayOf(date)
  if (repeat === 'month' || repeat === 'year') return sameDayLater(date, repeat === 'year' ? round * 12 : round)
  return dayOf(date) + round * longest[repeat]
}

/** The 31st is the last day of a shorter month. */
function sameDayLater(date: string, months: number): number {
  const start = monthStart(date, months)
  const length = monthStart(date, months + 1) - start
  return start + Math.min(Number(date.slice(8)), length) - 1
}

function momentBefore(
  { amount, unit }: ReminderRule['before'],
  { day, minutes }: { day: number; minutes: number },
  timeZone: string,
): Date {
  if (unit === 'days' || unit === 'weeks')
    return momentAt(dateOf(day - amount * (unit === 'weeks' ? 7 : 1)), minutes, timeZone)
  const moment = momentAt(dateOf(day), minutes, timeZone)
  return new Date(moment.getTime() - amount * minuteMs * (unit === 'hours' ? 60 : 1))
}
