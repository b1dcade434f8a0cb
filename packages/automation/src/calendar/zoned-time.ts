import { dateOf, dayOf } from './dates.ts'

const dayMinutes = 1440
const minuteMs = 60_000
const dayMs = dayMinutes * minuteMs

/** What the clock on the wall shows: a date and milliseconds since its midnight. */
export interface WallTime {
  date: string
  ms: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}

/** since then clocks are changed at whole minutes only */
const wholeMinutesFrom = Date.UTC(2000, 0, 1)
const mostMinutes = 1_000
const aheadAt = new Map<string, Map<number, number>>()

/** By how much the clocks of a zone are ahead of UTC at a moment, in milliseconds; what was asked last is kept. */
function aheadOf(zone: string, moment: number): number {
  if (moment < wholeMinutesFrom) return readAhead(zone, moment)
  const known = aheadAt.get(zone) ?? new Map<number, number>()
  const minute = Math.floor(moment / minuteMs)
  const found = known.get(minute)
  if (found !== undefined) return found
  if (known.size >= mostMinutes) known.clear()
  const ahead = readAhead(zone, moment)
  aheadAt.set(zone, known.set(minute, ahead))
  return ahead
}

function readAhead(zone: string, moment: number): number {
  const seconds = Math.floor(moment / 1000) * 1000
  const parts = new Map(
    formatOf(zone)
      .formatToParts(seconds)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - seconds
}

/** What the clocks of a zone show at a moment. */
export function wallTime(moment: Date, zone: string): WallTime {
  const local = moment.getTime() + aheadOf(zone, moment.getTime())
  const day = Math.floor(local / dayMs)
  return { date: dateOf(day), ms: local - day * dayMs }
}

/**
 * The moment at which the clocks of a zone show a time. Where they are put back and show it twice, the first; where they
 * are put forward and never show it, the moment as long after midnight as the time says by the clock before the change.
 *
 * @param minutes since midnight by the clock; 1,440 is the midnight after the date
 */
export function momentAt(date: string, minutes: number, zone: string): Date {
  const local = dayOf(date) * dayMs + minutes * minuteMs
  const before = aheadOf(zone, local - dayMs)
  const after = aheadOf(zone, local + dayMs)
  const first = local - before
  if (before === after || aheadOf(zone, first) === before) return new Date(first)
  const second = local - after
  return new Date(aheadOf(zone, second) === after ? second : first)
}

/** `13:00` as minutes since midnight. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
