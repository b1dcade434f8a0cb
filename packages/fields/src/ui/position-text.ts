/** A position as its parts; texts that are no numbers stay, so that the validator can name them. */
export interface Position {
  latitude?: number | string
  longitude?: number | string
  accuracy?: number
  address?: string
}

/** The degrees with their hemisphere, and the place where it is noted. */
export function positionText(value: unknown): string {
  const { latitude, longitude, accuracy, address } = asPosition(value)
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return ''
  const ns = `${Math.abs(latitude)}° ${latitude < 0 ? 'S' : 'N'}`
  const ew = `${Math.abs(longitude)}° ${longitude < 0 ? 'W' : 'E'}`
  const around = accuracy === undefined ? '' : ` ±${accuracy} m`
  return `${address ? `${address} ` : ''}${ns}, ${ew}${around}`
}

/** A value as a position; anything else has no parts. */
export function asPosition(value: unknown): Position {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Position) : {}
}
