import type { LocalizedText } from '@fieldwork/expressions'

import { isObject } from '../model/json.ts'

/** A definition of any kind. */
export interface Named {
  name: string
  label?: LocalizedText
}

/** Something that counts by a calendar. */
export interface CalendarUser extends Named {
  kind: 'calendar' | 'workflow' | 'approval' | 'deadline'
}

/** The members by which definitions name a calendar. */
const MEMBERS: ReadonlySet<string> = new Set(['calendar', 'basedOn'])

/** Which definitions of a kind name a calendar, anywhere in them. */
export function usersOf(calendar: string, kind: CalendarUser['kind'], definitions: readonly Named[]): CalendarUser[] {
  return definitions
    .filter((definition) => names(definition, calendar))
    .map(({ name, label }) => ({ kind, name, ...(label ? { label } : {}) }))
}

function names(value: unknown, calendar: string): boolean {
  if (Array.isArray(value)) return value.some((each) => names(each, calendar))
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([member, each]) => (MEMBERS.has(member) && each === calendar) || names(each, calendar),
  )
}
