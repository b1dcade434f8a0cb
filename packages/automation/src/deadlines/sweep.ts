import { AppError } from '@fieldwork/metadata'
import type { CompiledDeadline } from '@fieldwork/metadata'
import { asDefinition } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import { presentOf } from '../calendar/present.ts'
import { actOnMoments } from './act.ts'
import type { Acting } from './act.ts'
import type { DeadlineDeps, DeadlineScope } from './deps.ts'
import { groupBy } from './group-by.ts'
import { periodFrom, reportsOf } from './periods.ts'
import { isLive, settleDeadlines } from './settle.ts'
import { columns, noteEvents, putDeadlines } from './stored.ts'
import type { DeadlineEvent, StoredDeadline } from './stored.ts'
import { readWanted } from './wanted.ts'

const batch = 200

/**
 * Does everything whose moment has come, batch by batch.
 *
 * @returns how many deadlines were looked at
 */
export async function sweepDeadlines(deps: DeadlineDeps, present?: Date): Promise<number> {
  const now = present ?? (await presentOf(deps.db))
  await voidOrphans(deps)
  const seen: string[] = []
  for (;;) {
    const { rows } = await deps.db.query<{ rule: string; record: string; id: string }>({
      text: 'select rule, record, id from fw_deadline where next_at <= $1 and not id = any($3::uuid[]) order by next_at, id limit $2',
      values: [now.toISOString(), batch, seen],
    })
    const byRule = groupBy(rows, ({ rule }) => rule)
    for (const [name, found] of byRule) await sweepRule(deps, now, { name, found })
    seen.push(...rows.map(({ id }) => id))
    if (rows.length < batch) return seen.length
  }
}

/** Deadlines of rules that are gone or turned off do not go on. */
async function voidOrphans({ db, registry }: DeadlineDeps): Promise<void> {
  const active = [...registry.catalog().deadlines.values()].flatMap(({ name, isActive }) => (isActive ? [name] : []))
  await db.query({
    text: `with gone as (update fw_deadline set state = 'void', next_at = null
        where state in ('open', 'paused', 'missed') and not rule = any($1::text[]) returning id)
      insert into fw_deadline_event (deadline, kind) select id, 'void' from gone`,
    values: [active],
  })
}

interface Found {
  name: string
  found: readonly { record: string; id: string }[]
}

async function sweepRule(deps: DeadlineDeps, now: Date, { name, found }: Found): Promise<void> {
  await deps.records.transaction(async (records, db) => {
    const catalog = deps.registry.catalog()
    const rule = catalog.deadlines.get(name)
    if (!rule?.isActive || !catalog.objects.has(rule.object)) return
    const scope: DeadlineScope = { db, catalog, timeZone: deps.timeZone, now }
    const acting = await (rule.report ? actingReports(scope, rule, found) : actingRecords(scope, rule, found))
    const missed = await actOnMoments(scope, rule, acting)
    if (rule.overdue) await applyOverdue(scope, rule, { records, missed })
  })
}

/** Those that are still open once their records have been looked at. */
async function actingRecords(scope: DeadlineScope, rule: CompiledDeadline, found: Found['found']): Promise<Acting[]> {
  const wanted = await settleDeadlines(scope, rule, { records: found.map(({ record }) => record) })
  const deadlines = await lockByIds(scope, found)
  return deadlines.flatMap((deadline) => {
    const said = wanted.get(deadline.record)
    return said && isLive(deadline) ? [{ deadline, wanted: said }] : []
  })
}

async function lockByIds({ db }: DeadlineScope, found: Found['found']): Promise<StoredDeadline[]> {
  const { rows } = await db.query<StoredDeadline & Record<string, unknown>>({
    text: `select ${columns} from fw_deadline where id = any($1::uuid[]) order by id for update`,
    values: [found.map(({ id }) => id)],
  })
  return rows
}

/** Those whose report has not come; of the others it is written down when it came. */
async function actingReports(scope: DeadlineScope, rule: CompiledDeadline, found: Found['found']): Promise<Acting[]> {
  const { start } = rule
  if (start.on !== 'period') return []
  const deadlines = (await lockByIds(scope, found)).filter(isLive)
  const acting: Acting[] = []
  const closed: StoredDeadline[] = []
  const events: DeadlineEvent[] = []
  for (const [first, same] of groupBy(deadlines, ({ period }) => period)) {
    const records = same.map(({ record }) => record)
    const wanted = new Map((await readWanted(scope, rule, { ids: records })).map((each) => [each.record, each]))
    const came = await reportsOf(scope, rule, { period: periodFrom(start.every, first), records })
    for (const deadline of same) {
      const said = wanted.get(deadline.record)
      const at = came.get(deadline.record)
      if (said?.applies && !at) acting.push({ deadline: { ...deadline, responsible: said.responsible }, wanted: said })
      else {
        const met = { state: 'met' as const, met_at: at?.toISOString() ?? null }
        const end = at ? met : { state: 'void' as const }
        closed.push({ ...deadline, ...end, next_at: null })
        events.push({ deadline: deadline.id, kind: end.state })
      }
    }
  }
  await putDeadlines(scope.db, closed)
  await noteEvents(scope.db, events, scope.now)
  return acting
}

/** What becomes of records that are overdue. One that refuses does not keep the others. */
async function applyOverdue(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  { records, missed }: { records: Records; missed: readonly Acting[] },
): Promise<void> {
  const actor = asDefinition(`deadline ${rule.name}`)
  const transition = rule.overdue?.transition ?? null
  for (const { deadline, wanted } of missed) {
    const address = { object: rule.object, id: deadline.record, values: wanted.set }
    try {
      await records.transaction((inner) =>
        transition === null ? inner.update(actor, address) : inner.transition(actor, { ...address, transition }),
      )
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'stale_revision') throw error
      const details = { code: error.code, problems: error.problems }
      await noteEvents(scope.db, [{ deadline: deadline.id, kind: 'effect_failed', details }], scope.now)
    }
  }
}
