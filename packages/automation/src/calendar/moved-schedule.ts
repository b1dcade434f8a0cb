import { Cron } from 'croner'
import { dateOf, dayOf } from './dates.ts'
import { isWorkday } from './workdays.ts'
import type { WorkCalendar } from './workdays.ts'
import { momentAt, wallTime } from './zoned-time.ts'

/** longer no calendar stays closed on purpose */
const mostFreeDays = 60
const minuteMs = 60_000

/** A schedule whose moments on free days are moved to the working day after them, or before. */
export interface MovedSchedule {
  cron: string
  timeZone: string
  to: 'next' | 'previous'
}

/** The times of the day of a schedule, on every day: its moved moments are among them. */
export function onEveryDay(cron: string): string {
  const fields = cron.trim().split(/\s+/)
  // `@midnight` and `@annually`
  const [minute = '0', hour = '0'] = fields.length === 5 ? fields : []
  return `${minute} ${hour} * * *`
}

/** Whether a moment is one of the schedule, or one on the free days beside it that has been moved to it. */
export function isMovedTo(moment: Date, { cron, timeZone, to }: MovedSchedule, calendar: WorkCalendar): boolean {
  const { date, ms } = wallTime(moment, timeZone)
  if (!isWorkday(calendar, date)) return false
  const pattern = new Cron(cron, { timezone: timeZone, mode: '5-part' })
  if (pattern.match(moment)) return true
  const step = to === 'next' ? -1 : 1
  for (let away = 1; away <= mostFreeDays; away++) {
    const day = dateOf(dayOf(date) + away * step)
    if (isWorkday(calendar, day)) return false
    if (pattern.match(momentAt(day, ms / minuteMs, timeZone))) return true
  }
  return false
}
