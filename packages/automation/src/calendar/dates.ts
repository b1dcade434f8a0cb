const dayMs = 86_400_000

/** Days since 1970-01-01 of a date such as `2026-02-14`. Throws a RangeError where there is no such date. */
export function dayOf(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs
  if (!Number.isInteger(day) || dateOf(day) !== date) throw new RangeError(`There is no date ${date}`)
  return day
}

/** The date of a day since 1970-01-01. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** 0 = Monday to 6 = Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/** The first day of a date's month, some months later. */
export function monthStart(date: string, months = 0): number {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return Date.UTC(year, month - 1 + months, 1) / dayMs
}
