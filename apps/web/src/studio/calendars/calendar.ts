import type { LocalizedText } from '@fieldwork/expressions'

/** A span of a day. */
export interface Span {
  from: string
  to: string
}

/** Weekdays, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** One of them. */
export type Weekday = (typeof WEEKDAYS)[number]

interface Holiday {
  label?: LocalizedText
  from: string
  to?: string
}

/** What differs from the week in a year. */
export interface CalendarYear {
  holidays?: Record<string, Holiday>
  makeUpDays?: Record<string, { label?: LocalizedText; hours?: Span[] }>
}

/** Which days are worked and at which hours, as its author writes it. */
export interface CalendarDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  default?: boolean
  basedOn?: string
  hours?: Span[]
  weekdays?: Partial<Record<Weekday, boolean | Span[]>>
  years?: Record<string, CalendarYear>
}
