import { appError } from '@fieldwork/metadata'
import { momentAt } from '../calendar/zoned-time.ts'
import { expression } from './step.ts'
import type { StepContext } from './step.ts'

const units = { minutes: 60, hours: 3600, days: 86_400 }

/** Options that say how long a step waits at most. */
export const lengths = {
  minutes: { type: 'number', minimum: 0, maximum: 525600, description: 'So many minutes' },
  hours: { type: 'number', minimum: 0, maximum: 87600, description: 'So many hours' },
  days: { type: 'number', minimum: 0, maximum: 3650, description: 'So many days' },
  date: expression('datetime', 'Until this date or moment, e.g. a field of the record'),
  at: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'At this time of that day' },
}

/** When it ends at the latest; null: nothing says. */
export function lengthOf({ now, timeZone }: StepContext, options: Record<string, unknown>): string | null {
  const seconds = Object.entries(units).reduce((sum, [unit, length]) => sum + Number(options[unit] ?? 0) * length, 0)
  const hasLength = Object.keys(units).some((unit) => unit in options)
  if (!('date' in options)) return hasLength ? new Date(now.getTime() + seconds * 1000).toISOString() : null
  if (typeof options.date !== 'string') throw appError('invalid_request', { reason: 'wait: the date is empty' })
  const moment = options.at === undefined ? new Date(options.date) : atTime(options.date, String(options.at), timeZone)
  return new Date(moment.getTime() + seconds * 1000).toISOString()
}

function atTime(date: string, at: string, timeZone: string): Date {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(date))
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return momentAt(day, hours * 60 + minutes, timeZone)
}
