const RELATIVE = /^@today([+-]\d{1,4})?(?:T(\d\d:\d\d))?$/
const DAY_MS = 86_400_000

/** When and where it is today. */
export interface Clock {
  /** milliseconds since 1970 UTC */
  now: number
  /** IANA name */
  timeZone: string
}

/** Whether a value of sample data is a day counted from today, so that samples do not grow old. */
export function isRelativeTime(value: unknown): value is string {
  return typeof value === 'string' && RELATIVE.test(value)
}

/**
 * The day that `@today`, `@today-12` or `@today+3` means, or the moment that `@today+3T09:30` means on that day.
 *
 * @returns YYYY-MM-DD, or ISO 8601 with the zone's offset at that day's noon
 */
export function resolveRelativeTime(text: string, { now, timeZone }: Clock): string {
  const [, days = '0', time] = RELATIVE.exec(text) ?? []
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)
  const noon = Date.parse(`${today}T12:00:00Z`) + Number(days) * DAY_MS
  const date = new Date(noon).toISOString().slice(0, 10)
  return time === undefined ? date : `${date}T${time}:00${offsetAt(noon, timeZone)}`
}

function offsetAt(instant: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  return name.replace('GMT', '') || '+00:00'
}
