const SECOND_MS = 1000

/** The last second of a day in a zone, as a moment: what is due on a day may be done until its end. */
export function endOfDay(day: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T23:59:59Z`)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const shown = Date.parse(`${clock.format(wanted).replace(' ', 'T')}Z`)
  const ahead = Math.round((shown - wanted) / SECOND_MS) * SECOND_MS
  return new Date(wanted - ahead).toISOString()
}
