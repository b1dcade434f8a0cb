import { readFacts } from '@fieldwork/database'
import type { FactsInput, RecordFacts } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import type { CheckedExpression } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { CompiledDeadline, DeadlineLength } from '@fieldwork/metadata'
import type { WorkCalendar } from '../calendar/workdays.ts'
import { momentAt } from '../calendar/zoned-time.ts'
import { calendarFinder } from './calendar-of.ts'
import type { DeadlineScope } from './deps.ts'
import { responsibleUsers } from './responsible.ts'

/** What a record says of its deadline. */
export interface Wanted {
  record: string
  name: string | null
  /** there is one: the record exists and the condition holds */
  applies: boolean
  /** null: only an event tells it */
  start: Date | null
  isDone: boolean
  isPaused: boolean
  length: DeadlineLength
  responsible: string[]
  calendar: WorkCalendar
  /** by field: what it becomes when the time is over */
  set: Record<string, unknown>
}

/** What the rule asks of a record, by name. */
function expressionsOf(catalog: DeadlineScope['catalog'], rule: CompiledDeadline): Record<string, CheckedExpression> {
  const { when, done, pause, responsible, cases, overdue, start } = rule
  const found: Record<string, CheckedExpression | null | undefined> = { when, done, pause, who: responsible.who }
  for (const { key, when: holds } of cases) found[`case.${key}`] = holds
  for (const [field, value] of Object.entries(overdue?.set ?? {})) found[`set.${field}`] = value
  if (start.on === 'field') found.start = fieldValue(catalog, rule.object, start.field)
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, CheckedExpression] => !!entry[1]))
}

function fieldValue(catalog: DeadlineScope['catalog'], object: string, field: string): CheckedExpression | null {
  const result = checkExpression(field, typeEnvironment(catalog, object))
  return result.ok ? result.expression : null
}

/** Reads what the rule needs to know of records, and finds their people and calendars, for all of them together. */
export async function readWanted(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  of: FactsInput['of'],
): Promise<Wanted[]> {
  const facts = await readFacts(scope, {
    key: `deadline ${rule.name} ${rule.state}`,
    object: rule.object,
    expressions: expressionsOf(scope.catalog, rule),
    of,
    now: scope.now,
  })
  const who = new Map(facts.map(({ id, values }) => [id, values.who]))
  const people = await responsibleUsers(scope, rule, who)
  const calendarOf = await calendarFinder(scope, rule.calendar, [...people.values()].flat())
  return facts.map((each) => {
    const responsible = people.get(each.id) ?? []
    return { ...wantedBy(rule, each, scope.timeZone), responsible, calendar: calendarOf(responsible) }
  })
}

function wantedBy(rule: CompiledDeadline, { id, name, isDeleted, values, createdAt }: RecordFacts, zone: string) {
  const start = startOf(rule, { start: values.start, createdAt }, zone)
  const needsStart = rule.start.on === 'field'
  return {
    record: id,
    name,
    applies: !isDeleted && (rule.when === null || values.when === true) && !(needsStart && start === null),
    start,
    isDone: values.done === true,
    isPaused: values.pause === true,
    length: rule.cases.find(({ key }) => values[`case.${key}`] === true)?.length ?? rule.length,
    set: Object.fromEntries(Object.keys(rule.overdue?.set ?? {}).map((field) => [field, values[`set.${field}`]])),
  }
}

function startOf(rule: CompiledDeadline, found: { start: unknown; createdAt: string }, zone: string): Date | null {
  if (rule.start.on === 'created') return new Date(found.createdAt)
  if (rule.start.on !== 'field' || typeof found.start !== 'string') return null
  return rule.start.isDate ? momentAt(found.start, 0, zone) : new Date(found.start)
}
