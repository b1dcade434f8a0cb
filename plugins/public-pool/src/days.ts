const MS_OF_DAY = 86_400_000

/** The calendar day of a moment in a zone, e.g. `2026-11-22`. */
export const dayIn = (timeZone: string, moment: Date = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment)

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_OF_DAY)

/** A day so many days before another. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * MS_OF_DAY).toISOString().slice(0, 10)

/** The latest of days, some of which may be unknown. */
export const latestOf = (days: readonly (string | null | undefined)[]): string | null =>
  days.reduce<string | null>((latest, day) => (day && (latest === null || day > latest) ? day : latest), null)
