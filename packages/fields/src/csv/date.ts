import type { Json, LocalizedText } from '../field-type.ts'
import { readCell, type Cell } from './cell.ts'

const DATE = /^(\d{4})([-/.]|年)(\d{1,2})(?:\2|月)(\d{1,2})日?(?=$|[T\s])/
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})(?=$|[T\s])/
const TIME = /^[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

const notADate: LocalizedText = {
  en: 'This is not a date. Write it like 2026-01-31 or 2026/1/31.',
  'zh-CN': '这不是日期，请写成 2026-01-31 或 2026/1/31 的形式。',
}
const notATime: LocalizedText = {
  en: 'This is not a date and time. Write it like 2026-01-31 09:30.',
  'zh-CN': '这不是日期时间，请写成 2026-01-31 09:30 的形式。',
}

interface WallTime {
  /** ISO 8601 date */
  date: string
  hour: number
  minute: number
  second: number
  /** `.5`, or nothing */
  fraction: string
  /** `Z`, `+08:00`, or nothing */
  offset: string
}

/** Reads 2026-01-31, 2026/1/31, 2026.1.31, 20260131, 2026年1月31日; a time of midnight may follow. */
export function parseDate(cell: string): Cell {
  return readCell(cell, (text) => {
    const found = readDate(text)
    if (!found || !/^$|^[T\s]+0{1,2}:00(:00)?$/.test(found.rest)) return { problem: notADate }
    return { value: found.date }
  })
}

/** Reads a date, a time and perhaps an offset; without one the time is in `timeZone`. Gives RFC 3339 in UTC. */
export function parseDateTime(cell: string, timeZone: string): Cell {
  return readCell(cell, (text) => {
    const wall = readWallTime(text)
    return wall ? { value: toUtc(wall, timeZone) } : { problem: notATime }
  })
}

/** The wall time in `timeZone`, e.g. `2026-01-31 09:30:00`; UTC is written with its `Z`. */
export function formatDateTime(value: Json, timeZone: string): string {
  if (typeof value !== 'string') return ''
  const instant = Date.parse(value)
  if (Number.isNaN(instant)) return value
  const fraction = /\.\d+/.exec(value)?.[0] ?? ''
  const wall = isoSeconds(Math.floor(instant / 1000) * 1000 + offsetMs(instant, timeZone)) + fraction
  return timeZone === 'UTC' ? `${wall}Z` : wall.replace('T', ' ')
}

/** An RFC 3339 time as PostgreSQL writes it in JSON when its zone is UTC; microseconds are kept. */
export function utcText(value: string): string {
  const fraction = (/\.(\d{1,6})/.exec(value)?.[1] ?? '').replace(/0+$/, '')
  const instant = Date.parse(value.replace(/\.\d+/, ''))
  return Number.isNaN(instant) ? value : `${isoSeconds(instant)}${fraction && `.${fraction}`}+00:00`
}

function readDate(text: string): { date: string; rest: string } | null {
  const separated = DATE.exec(text)
  const compact = separated ? null : COMPACT_DATE.exec(text)
  const match = separated ?? compact
  if (!match) return null
  const [year = '', month = '', day = ''] = compact ? compact.slice(1) : [match[1], match[3], match[4]]
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? { date, rest: text.slice(match[0].length) } : null
}

function isDate(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(instant) && isoSeconds(instant).startsWith(date) && !date.startsWith('0000')
}

function readWallTime(text: string): WallTime | null {
  const found = readDate(text)
  const time = found && (found.rest === '' ? ['', '0', '00'] : TIME.exec(found.rest))
  if (!found || !time) return null
  const [hour, minute, second] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  return { date: found.date, hour, minute, second, fraction: time[4] ?? '', offset: (time[5] ?? '').toUpperCase() }
}

function toUtc({ date, hour, minute, second, fraction, offset }: WallTime, timeZone: string): string {
  const wall = Date.parse(`${date}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000
  const instant = wall - (offset === '' ? wallOffsetMs(wall, timeZone) : statedOffsetMs(offset))
  return utcText(`${isoSeconds(instant)}${fraction}Z`)
}

function statedOffsetMs(offset: string): number {
  if (offset === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** A wall time that a clock change repeats is its first occurrence. */
function wallOffsetMs(wall: number, timeZone: string): number {
  const before = offsetMs(wall - 86_400_000, timeZone)
  const after = offsetMs(wall + 86_400_000, timeZone)
  return [before, after].find((offset) => offsetMs(wall - offset, timeZone) === offset) ?? before
}

function offsetMs(instant: number, timeZone: string): number {
  const seconds = Math.floor(instant / 1000) * 1000
  const parts = formatter(timeZone).formatToParts(seconds)
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value)
  const wall = new Date(0)
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  wall.setUTCHours(part('hour'), part('minute'), part('second'))
  return wall.getTime() - seconds
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

function isoSeconds(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, '')
}
