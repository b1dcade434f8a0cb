interface Span {
  started_at: string | null
  finished_at: string | null
}

const UNITS = [
  { unit: 'days', ms: 86_400_000 },
  { unit: 'hours', ms: 3_600_000 },
  { unit: 'minutes', ms: 60_000 },
  { unit: 'seconds', ms: 1000 },
] as const

/** How long something took, in the greatest unit of which there is one at least; null while it goes on. */
export function durationOf({ started_at, finished_at }: Span): { number: number; unit: string } | null {
  if (started_at === null || finished_at === null) return null
  const ms = Date.parse(finished_at) - Date.parse(started_at)
  const found = UNITS.find((unit) => ms >= unit.ms)
  return found
    ? { number: Math.round((ms / found.ms) * 10) / 10, unit: found.unit }
    : { number: ms, unit: 'milliseconds' }
}
