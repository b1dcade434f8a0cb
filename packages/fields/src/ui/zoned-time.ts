import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'
import relativeTime from 'dayjs/plugin/relativeTime.js'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'

dayjs.extend(utc)
dayjs.extend(timezone)
dayjs.extend(relativeTime)

/** A moment (ISO 8601) on the clock of a time zone; null when it is none. */
export function atZone(value: unknown, timeZone: string): Dayjs | null {
  if (typeof value !== 'string' || value === '') return null
  const moment = dayjs.utc(value)
  return moment.isValid() ? moment.tz(timeZone) : null
}

/** The moment that a clock of the time zone shows as `clock`, as ISO 8601 in UTC. */
export function fromZone(clock: Dayjs, timeZone: string): string {
  return dayjs.tz(clock.format('YYYY-MM-DDTHH:mm:ss'), timeZone).toISOString()
}

/** A moment as `2026-11-22 14:05`; a date as it is. */
export function formatMoment(value: unknown, timeZone: string, withSeconds = false): string {
  const moment = atZone(value, timeZone)
  return moment ? moment.format(withSeconds ? 'YYYY-MM-DD HH:mm:ss' : 'YYYY-MM-DD HH:mm') : ''
}

/** How long ago, in words of the language, e.g. `3 小时前`. */
export function formatRelative(value: unknown, locale: 'en' | 'zh-CN'): string {
  if (typeof value !== 'string' || value === '') return ''
  return dayjs(value)
    .locale(locale === 'en' ? 'en' : 'zh-cn')
    .fromNow()
}
