const DAY_MS = 86_400_000

/** The years a date can have in the language: 0001 to 9999; results outside are null. */
export const FIRST_DAY = '0001-01-01'
export const DAY_COUNT = 3_652_059

const firstDayNumber = Date.parse(FIRST_DAY) / DAY_MS

/** Whether the text is a date of the calendar written as YYYY-MM-DD, year 0001 to 9999. */
export function isDateText(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY) return false
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  if (month < 1 || month > 12 || day < 1) return false
  return day <= 28 || day <= daysInMonth(Number(text.slice(0, 4)), month)
}

/** Days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

/** The date of a day number, or null outside the years 0001 to 9999. */
export function dateOfDay(day: number): string | null {
  if (!(day >= firstDayNumber && day < firstDayNumber + DAY_COUNT)) return null
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Most months that can be added or taken away; more is null. */
export const MAX_MONTHS = 48_000

/** Adds months; a day that the month does not have becomes its last day. */
export function addMonths(date: string, months: number): string | null {
  if (!(Math.abs(months) <= MAX_MONTHS)) return null
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const targetYear = Math.floor(index / 12)
  if (targetYear < 1 || targetYear > 9999) return null
  const targetMonth = index - targetYear * 12 + 1
  return isoDate(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)))
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const instantPattern =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?$/

/** A datetime as written: `local` milliseconds as if in UTC, and the offset in milliseconds where one is written. */
export interface WrittenInstant {
  local: number
  offset: number | null
}

/** Reads ISO 8601 and PostgreSQL's text form; null when it is neither. */
export function readInstant(text: string): WrittenInstant | null {
  const match = instantPattern.exec(text)
  if (!match) return null
  const [, date, hour, minute, second = '0', fraction = '0', zulu, sign, offsetHour, offsetMinute = '0'] = match
  if (!isDateText(date!) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const local = Date.parse(`${date}T00:00:00Z`) + seconds * 1000 + Number(`0${fraction}`) * 1000
  if (zulu) return { local, offset: 0 }
  if (!sign) return { local, offset: null }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  return { local, offset: sign === '-' ? -offset : offset }
}

/** Milliseconds since 1970 UTC of a raw datetime (ISO text, PostgreSQL text or Date); null when it is none. */
export function toInstant(raw: unknown): number | null {
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? null : raw.getTime()
  if (typeof raw !== 'string') return null
  const written = readInstant(raw)
  return written ? written.local - (written.offset ?? 0) : null
}

/** The calendar day of an instant in a zone, or null outside the years 0001 to 9999. */
export function localDate(instant: number, timeZone: string): string | null {
  return dateOfDay(Math.floor((instant + zoneOffset(instant, timeZone)) / DAY_MS))
}

/** The wall clock of an instant in a zone, as `YYYY-MM-DD HH:MM`. */
export function localMinute(instant: number, timeZone: string): string {
  return new Date(instant + zoneOffset(instant, timeZone)).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * The instant of a wall clock (milliseconds as if in UTC). Like PostgreSQL, a clock time that a change of
 * the clocks skips is read with the offset before it, and one that occurs twice with the offset after it.
 */
export function instantOfLocal(local: number, timeZone: string): number {
  const before = local - zoneOffset(local - DAY_MS, timeZone)
  const after = local - zoneOffset(local + DAY_MS, timeZone)
  if (before === after) return before
  const afterHolds = after + zoneOffset(after, timeZone) === local
  return afterHolds ? after : before
}

interface ZoneClock {
  format: Intl.DateTimeFormat
  /** offsets in milliseconds by minute, as a change of the clocks falls on a whole minute */
  offsets: Map<number, number>
}

const clocks = new Map<string, ZoneClock>()
const MAX_REMEMBERED_OFFSETS = 4096

function zoneOffset(instant: number, timeZone: string): number {
  const clock = clocks.get(timeZone) ?? createClock(timeZone)
  const minute = Math.floor(instant / 60_000)
  const known = clock.offsets.get(minute)
  if (known !== undefined) return known
  const offset = readOffset(clock.format, minute * 60_000)
  if (clock.offsets.size >= MAX_REMEMBERED_OFFSETS) clock.offsets.clear()
  clock.offsets.set(minute, offset)
  return offset
}

function createClock(timeZone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const clock = { format, offsets: new Map<number, number>() }
  clocks.set(timeZone, clock)
  return clock
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(instant)) part[type] = value
  const year = part['era'] === 'BC' ? 1 - Number(part['year']) : Number(part['year'])
  const local = new Date(0)
  local.setUTCFullYear(year, Number(part['month']) - 1, Number(part['day']))
  local.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']))
  return local.getTime() - instant
}
