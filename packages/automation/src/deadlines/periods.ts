import { readFacts } from '@fieldwork/database'
import type { CompiledDeadline } from '@fieldwork/metadata'
import { checkExpression } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import { dateOf, dayOf, monthStart, weekdayOf } from '../calendar/dates.ts'
import { momentAt, wallTime } from '../calendar/zoned-time.ts'
import type { DeadlineScope } from './deps.ts'
import { dueAt } from './length.ts'
import { nextMoment } from './settle.ts'
import { newDeadline, noteEvents, putDeadlines } from './stored.ts'
import type { StoredDeadline } from './stored.ts'
import type { Wanted } from './wanted.ts'

/** A week from Monday or a month: its first day, and the day after its last. */
export interface Period {
  first: string
  until: string
}

/** The last period that is over. */
export function lastPeriod(every: 'week' | 'month', now: Date, zone: string): Period {
  const { date } = wallTime(now, zone)
  if (every === 'month') return { first: dateOf(monthStart(date, -1)), until: dateOf(monthStart(date)) }
  const monday = dayOf(date) - weekdayOf(dayOf(date))
  return { first: dateOf(monday - 7), until: dateOf(monday) }
}

/** The period that begins with a day. */
export const periodFrom = (every: 'week' | 'month', first: string): Period => ({
  first,
  until: dateOf(every === 'month' ? monthStart(first, 1) : dayOf(first) + 7),
})

/** Opens the deadlines of a period for records: a row for each report that is due. */
export async function openPeriod(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  { period, wanted }: { period: Period; wanted: readonly Wanted[] },
): Promise<void> {
  const zone = scope.timeZone
  const start = momentAt(period.until, 0, zone)
  const rows = wanted.map((each): StoredDeadline => {
    const due = dueAt(each.length, start, { calendar: each.calendar, zone })
    const made = newDeadline({
      rule: rule.name,
      object: rule.object,
      record: each.record,
      period: period.first,
      started_at: start.toISOString(),
      due_at: due.toISOString(),
    })
    const deadline = { ...made, responsible: each.responsible }
    return { ...deadline, next_at: nextMoment(scope, rule, { deadline, wanted: each })?.toISOString() ?? null }
  })
  const { rows: known } = await scope.db.query<{ record: string }>({
    text: 'select record from fw_deadline where rule = $1 and period = $2 and record = any($3::uuid[])',
    values: [rule.name, period.first, rows.map(({ record }) => record)],
  })
  const there = new Set(known.map(({ record }) => record))
  const fresh = rows.filter(({ record }) => !there.has(record))
  await putDeadlines(scope.db, fresh)
  const begun = fresh.map(({ id, due_at: due }) => ({ deadline: id, kind: 'begun' as const, details: { due } }))
  await noteEvents(scope.db, begun, scope.now)
}

/** By record: when the report of a period came, the first of several. */
export async function reportsOf(
  scope: DeadlineScope,
  { report, name, state }: Pick<CompiledDeadline, 'report' | 'name' | 'state'>,
  { period, records }: { period: Period; records: readonly string[] },
): Promise<Map<string, Date>> {
  const found = new Map<string, Date>()
  if (!report) return found
  const { object, by, on, at, when } = report
  const environment = typeEnvironment(scope.catalog, object)
  const fields = Object.entries({ record: by, ...(at !== null && { at }) }).flatMap(([key, field]) => {
    const result = checkExpression(field, environment)
    return result.ok ? [[key, result.expression] as const] : []
  })
  const facts = await readFacts(scope, {
    key: `report ${name} ${state}`,
    object,
    expressions: Object.fromEntries(fields),
    of: { by, among: records, on, from: period.first, until: period.until, where: when },
    now: scope.now,
  })
  for (const { createdAt, values } of facts) {
    const record = String(values.record)
    const moment = new Date(typeof values.at === 'string' ? values.at : createdAt)
    const before = found.get(record)
    if (!before || moment < before) found.set(record, moment)
  }
  return found
}
