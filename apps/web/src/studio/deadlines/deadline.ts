import type { LocalizedText } from '@fieldwork/expressions'

/** A count, or a parameter that says it: `param.<name>`. */
export type Count = number | string

/** Days of the week, as lengths name them. */
export type DeadlineWeekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** How much time there is: exactly one of the kinds. */
export interface Length {
  hours?: Count
  workingHours?: Count
  days?: Count
  workdays?: Count
  weekday?: DeadlineWeekday
  workdayOfMonth?: number
  /** time of that day, such as 09:00 */
  at?: string
}

/** Kinds of length. */
export const LENGTH_KINDS = ['hours', 'workingHours', 'days', 'workdays', 'weekday', 'workdayOfMonth'] as const

/** Kinds of length by which a reminder stands from another moment. */
export const SPAN_KINDS = ['hours', 'days', 'workdays'] as const

/** One of them. */
export type LengthKind = (typeof LENGTH_KINDS)[number]

/** Who is told. */
export interface Told {
  responsible?: boolean
  superiors?: number
  roles?: string[]
}

/** Somebody is told once. */
export interface DeadlineReminder {
  moment: 'before' | 'after' | 'start'
  span: Length
  label?: LocalizedText
  to?: Told
  channels?: string[]
}

/** When the time begins. */
export interface Start {
  on: 'created' | 'transition' | 'changed' | 'field' | 'period'
  transitions?: string[]
  fields?: string[]
  field?: string
  every?: 'week' | 'month'
}

/** Kinds of beginning. */
export const START_KINDS = ['created', 'transition', 'changed', 'field', 'period'] as const

/** Another length under a condition. */
export interface DeadlineCase {
  order?: number
  when: string
  length: Length
}

/** For each period there has to be a record of an object. */
export interface Report {
  object: string
  by: string
  on: string
  when?: string
  at?: string
}

/** Until when something has to be done about records, as its author writes it. */
export interface DeadlineDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  active?: boolean
  object: string
  when?: string
  start: Start
  length: Length
  cases?: Record<string, DeadlineCase>
  calendar?: string
  responsible: { who?: string; roles?: string[] }
  done?: string
  report?: Report
  pause?: string
  reminders?: Record<string, DeadlineReminder>
  escalation?: Record<string, DeadlineReminder>
  overdue?: { set?: Record<string, string>; transition?: string }
}

/** The kind of a length. */
export const lengthKind = (length: Length): LengthKind =>
  LENGTH_KINDS.find((kind) => length[kind] !== undefined) ?? 'days'

/** A length of another kind, with what can stay. */
export function withLengthKind(length: Length, kind: LengthKind): Length {
  const old = length[lengthKind(length)]
  if (kind === 'weekday') return { weekday: 'fri', at: length.at ?? '18:00' }
  if (kind === 'workdayOfMonth') return { workdayOfMonth: 1, at: length.at ?? '18:00' }
  const count = lengthKind(length) === 'weekday' || old === undefined ? 1 : old
  const isDay = kind === 'days' || kind === 'workdays'
  return { [kind]: count, ...(isDay && length.at !== undefined && { at: length.at }) }
}

/** A beginning of another kind, still to be filled in. */
export function startOf(on: Start['on']): Start {
  if (on === 'transition') return { on, transitions: [] }
  if (on === 'changed') return { on, fields: [] }
  if (on === 'field') return { on, field: '' }
  return on === 'period' ? { on, every: 'month' } : { on }
}
