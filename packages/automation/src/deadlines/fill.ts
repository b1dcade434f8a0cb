import type { CompiledDeadline } from '@fieldwork/metadata'
import { presentOf } from '../calendar/present.ts'
import type { DeadlineDeps, DeadlineScope } from './deps.ts'
import { lastPeriod, openPeriod } from './periods.ts'
import { settleDeadlines } from './settle.ts'
import { readWanted } from './wanted.ts'

const page = 500

interface RuleState {
  state: string
  cursor: string | null
  filled_at: string | null
  period: string | null
}

/**
 * Brings the deadlines of rules that are new or have changed to what the records say, and opens the periods that have
 * ended; goes on where it was broken off.
 */
export async function fillDeadlines(deps: DeadlineDeps, present?: Date): Promise<void> {
  const now = present ?? (await presentOf(deps.db))
  for (const rule of deps.registry.catalog().deadlines.values()) {
    if (rule.isActive) while (await fillPage(deps, now, rule.name));
  }
}

/** One page of a rule in one transaction; returns whether there is more. */
function fillPage({ db, registry, timeZone }: DeadlineDeps, now: Date, name: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const catalog = registry.catalog()
    const rule = catalog.deadlines.get(name)
    if (!rule?.isActive || !catalog.objects.has(rule.object)) return false
    const scope: DeadlineScope = { db: tx, catalog, timeZone, now }
    const state = await lockState(scope, rule)
    if (rule.start.on === 'period') return fillPeriod(scope, rule, { every: rule.start.every, state })
    if (state.filled_at !== null) return false
    const wanted = await readWanted(scope, rule, { after: state.cursor, limit: page })
    const records = wanted.map(({ record }) => record)
    await settleDeadlines(scope, rule, { records, isFill: true })
    return advance(scope, rule, { last: records.at(-1), isWhole: records.length < page })
  })
}

/** A rule that has changed begins anew. */
async function lockState({ db }: DeadlineScope, { name, state }: CompiledDeadline): Promise<RuleState> {
  const { rows } = await db.query<RuleState & Record<string, unknown>>({
    text: `insert into fw_deadline_rule as r (rule, state) values ($1, $2)
      on conflict (rule) do update set state = excluded.state,
        cursor = case when r.state = excluded.state then r.cursor end,
        filled_at = case when r.state = excluded.state then r.filled_at end
      returning state, cursor, filled_at::text, period`,
    values: [name, state],
  })
  return rows[0] as RuleState
}

async function advance(
  { db }: DeadlineScope,
  { name }: CompiledDeadline,
  { last, isWhole }: { last: string | undefined; isWhole: boolean },
): Promise<boolean> {
  await db.query({
    text: `update fw_deadline_rule set cursor = case when $3 then null else $2::uuid end,
      filled_at = case when $3 then now() end where rule = $1`,
    values: [name, last ?? null, isWhole],
  })
  return !isWhole
}

/** A rule begins with the period in which it was made: what was before it, nobody knew to be due. */
async function fillPeriod(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  { every, state }: { every: 'week' | 'month'; state: RuleState },
): Promise<boolean> {
  const period = lastPeriod(every, scope.now, scope.timeZone)
  if (state.period === null || state.period >= period.first) {
    await setPeriod(scope, rule, { period: state.period ?? period.first, cursor: null })
    return false
  }
  const found = await readWanted(scope, rule, { after: state.cursor, limit: page, where: rule.when })
  await openPeriod(scope, rule, { period, wanted: found.filter(({ applies }) => applies) })
  const isWhole = found.length < page
  const next = isWhole ? { period: period.first, cursor: null } : { period: state.period, cursor: found.at(-1)!.record }
  await setPeriod(scope, rule, next)
  return !isWhole
}

async function setPeriod(
  { db }: DeadlineScope,
  { name }: CompiledDeadline,
  { period, cursor }: { period: string; cursor: string | null },
): Promise<void> {
  await db.query({
    text: 'update fw_deadline_rule set period = $2, cursor = $3 where rule = $1',
    values: [name, period, cursor],
  })
}
