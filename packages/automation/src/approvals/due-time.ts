import type { ApprovalDuration, Catalog } from '@fieldwork/metadata'
import { addWorkdays, workdaysBetween } from '../calendar/workdays.ts'
import type { WorkCalendar } from '../calendar/workdays.ts'
import { addWorkingTime, workingTimeBetween } from '../calendar/working-hours.ts'
import { momentAt, wallTime } from '../calendar/zoned-time.ts'

const hourMs = 3_600_000

/** Monday to Friday, nine to six: where no calendar is published. */
const plain: WorkCalendar = {
  week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 540, to: 1080 }] : [])),
  days: new Map(),
}

/** The calendar named, else the default one, else the first. */
function calendarOf({ calendars }: Catalog, name: string | null): WorkCalendar {
  const all = [...calendars.values()]
  return (name === null ? undefined : calendars.get(name)) ?? all.find(({ isDefault }) => isDefault) ?? all[0] ?? plain
}

export interface DurationInput {
  catalog: Catalog
  calendar: string | null
  timeZone: string
}

/** The moment so long after, or before, another. */
export function momentAfter(
  start: Date,
  duration: ApprovalDuration,
  { catalog, calendar, timeZone }: DurationInput,
  sign: 1 | -1 = 1,
): Date {
  const { hours, days, workdays, workhours } = duration
  if (hours !== undefined) return new Date(start.getTime() + sign * hours * hourMs)
  if (days !== undefined) return new Date(start.getTime() + sign * days * 24 * hourMs)
  const used = calendarOf(catalog, calendar)
  // backwards there is no working time: as many hours by the clock
  if (workhours !== undefined && sign === -1) return new Date(start.getTime() - workhours * hourMs)
  if (workhours !== undefined) return addWorkingTime(used, start, { ms: workhours * hourMs, zone: timeZone })
  const { date, ms } = wallTime(start, timeZone)
  return momentAt(addWorkdays(used, date, sign * Math.ceil(workdays ?? 0)), Math.floor(ms / 60_000), timeZone)
}

/** How long there is, or since when it is late, in the unit in which the time was given. */
export interface TimeLeft {
  isLate: boolean
  unit: 'hours' | 'days' | 'workhours' | 'workdays'
  /** whole ones, at least 1 */
  count: number
}

/** What of a length of time is left at a moment; less than two days are told in hours. */
export const timeLeft = (due: Date, length: ApprovalDuration, input: DurationInput, now = new Date()): TimeLeft =>
  length.workdays === undefined && length.workhours === undefined
    ? clockTimeLeft(due, now)
    : workingTimeLeft(due, input, now)

function clockTimeLeft(due: Date, now: Date): TimeLeft {
  const hours = Math.abs(due.getTime() - now.getTime()) / hourMs
  const isLate = due < now
  return hours < 48
    ? { isLate, unit: 'hours', count: Math.max(1, Math.round(hours)) }
    : { isLate, unit: 'days', count: Math.round(hours / 24) }
}

/** What is left in working days, or in working hours where it is one at most. */
export function workingTimeLeft(due: Date, { catalog, calendar, timeZone }: DurationInput, now = new Date()): TimeLeft {
  const isLate = due < now
  const [start, end] = isLate ? [due, now] : [now, due]
  const used = calendarOf(catalog, calendar)
  const days = workdaysBetween(used, wallTime(start, timeZone).date, wallTime(end, timeZone).date)
  if (days > 1) return { isLate, unit: 'workdays', count: days }
  const hours = workingTimeBetween(used, start, { end, zone: timeZone }) / hourMs
  return { isLate, unit: 'workhours', count: Math.max(1, Math.round(hours)) }
}
