import { DAY_COUNT, dateOfDay, dayNumber, FIRST_DAY } from '../evaluate/time.ts'
import type { Value } from '../evaluate/value.ts'

/** The date a number of days later, or null outside the years 0001 to 9999. */
export function shiftDays(date: string, days: Value): Value {
  return dateOfDay(dayNumber(date) + Number(days))
}

/**
 * The same in SQL; `shift` is an operator and its operand, e.g. `+ 3`.
 * `width_bucket` maps days from the first to the last date to 1..n and everything beyond to 0 or n + 1,
 * which become null; so a date out of range cannot raise, and the date is named once.
 */
export function shiftDaysSql(date: string, shift: string): string {
  const day = `(${date} - date '${FIRST_DAY}')::numeric ${shift}`
  const bucket = `width_bucket(${day}, 0, ${DAY_COUNT}, ${DAY_COUNT})`
  return `(date '${FIRST_DAY}' + (nullif(nullif(${bucket}, 0), ${DAY_COUNT + 1}) - 1))`
}
