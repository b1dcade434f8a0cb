import type { Catalog, CompiledDeadline, LocalizedText } from '@fieldwork/metadata'
import { usualCalendar } from './calendar-of.ts'
import { dueAt } from './length.ts'
import { momentsOf, overdue } from './moments.ts'

/** What would happen when to a deadline; moments in ISO 8601, UTC. */
export interface DeadlinePreview {
  due: string
  calendar: string | null
  moments: { at: string; what: 'reminder' | 'escalation' | 'due'; key: string; label: LocalizedText | null }[]
}

/**
 * When something is due that begins at a moment, and who would be told when.
 *
 * @param input.case one of the rule's cases, instead of its ordinary length
 */
export function previewDeadline(
  catalog: Catalog,
  rule: CompiledDeadline,
  input: { start: Date; zone: string; case?: string },
): DeadlinePreview {
  const { start, zone } = input
  const calendar = (rule.calendar === null ? undefined : catalog.calendars.get(rule.calendar)) ?? usualCalendar(catalog)
  const length = rule.cases.find(({ key }) => key === input.case)?.length ?? rule.length
  const due = dueAt(length, start, { calendar, zone })
  const moments = momentsOf(rule, { start, due }, { calendar, zone }).map(({ key, at, reminder }) => ({
    at: at.toISOString(),
    what: key === overdue ? ('due' as const) : reminder?.isEscalation ? ('escalation' as const) : ('reminder' as const),
    key,
    label: reminder?.label ?? null,
  }))
  return { due: due.toISOString(), calendar: 'name' in calendar ? String(calendar.name) : null, moments }
}
