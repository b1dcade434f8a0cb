import { formatMoment, useMe } from '@fieldwork/ui'

/** Writes a moment in the person's time zone. */
export function useMoment(): (at: string) => string {
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  return (at) => formatMoment(at, timeZone, true)
}
