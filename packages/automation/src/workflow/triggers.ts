import { causeOf } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import type { Catalog, CompiledTrigger, CompiledWorkflow } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import { addJobs } from '../jobs/add-jobs.ts'
import { dateField } from '../reminders/date-field.ts'
import type { DateField } from '../reminders/date-field.ts'
import type { EngineDeps } from './engine.ts'
import { startRuns } from './start-runs.ts'
import type { NewRun } from './start-runs.ts'

type Of<Type extends CompiledTrigger['type']> = Extract<CompiledTrigger, { type: Type }>

/** Records that one look at a trigger starts runs for; more are left to the next look. */
const recordsPerLook = 10_000

/** Begins what a schedule asks for at a moment; asked again for the same moment it begins nothing. */
export async function startBySchedule(deps: EngineDeps, workflow: CompiledWorkflow, moment: Date): Promise<number> {
  const { where } = workflow.trigger as Of<'schedule'>
  const stamp = moment.toISOString()
  if (where === null || workflow.object === null) {
    return begin(deps, [{ workflow, record: null, actor: null, trigger: 'schedule', key: stamp }])
  }
  const ids = await deps.records.find(asSystem(`workflow ${workflow.name}`), {
    ...alone,
    object: workflow.object,
    where,
    limit: recordsPerLook,
  })
  return begin(
    deps,
    ids.map((record) => ({ workflow, record, actor: null, trigger: 'schedule', key: `${stamp} ${record}` })),
  )
}

const alone = { record: null, old: {}, values: {}, eyes: 'system' as const }

/**
 * Begins what is due by a date of records now: once for each record and value of the date, so a date that is put off
 * starts anew. What came due while nothing looked is caught up on for a week.
 */
export async function startByDates(deps: EngineDeps, workflow: CompiledWorkflow, now: Date): Promise<number> {
  const { field: name, days, at, timezone, when } = workflow.trigger as Of<'relative-date'>
  const of = dateField(deps.registry.catalog(), workflow.object ?? '', name)
  if (!of) return 0
  const rows = await deps.db.query<{ id: string; value: string }>({
    text: dueRecords(of),
    values: [days, at, timezone ?? deps.timeZone, now.toISOString(), workflow.name, recordsPerLook],
  })
  const due = new Map(rows.rows.map(({ id, value }) => [id, value]))
  const wanted = await holding(deps, workflow, { when, ids: [...due.keys()] })
  return begin(
    deps,
    wanted.map((record) => ({
      workflow,
      record,
      actor: null,
      trigger: 'relative-date',
      key: `${record} ${due.get(record)}`,
    })),
  )
}

/**
 * A moment of a datetime counts by its day in the zone. The bounds of the column itself are a day wider than what is
 * meant, so that its index leads to the few records that come into question.
 */
function dueRecords({ table, field: { column: name }, isDate }: DateField): string {
  const column = `r."${name}"`
  const day = isDate ? column : `(${column} at time zone $3)::date`
  const bound = (days: string) => {
    const date = `(($4::timestamptz at time zone $3)::date - $1::int ${days})`
    return isDate ? date : `(${date}::timestamp at time zone $3)`
  }
  return `
select id, value::text as value from (
  select r.id, ${column} as value, (${day} + $1::int + $2::time) at time zone $3 as due
  from "${table}" r
  where r.deleted_at is null and ${column} >= ${bound('- 9')} and ${column} < ${bound('+ 2')}) d
where due <= $4::timestamptz and due > $4::timestamptz - interval '7 days'
  and not exists (select from fw_run where workflow = $5 and key = d.id || ' ' || d.value::text)
order by due limit $6`
}

/** Those of the records for which the condition holds. */
async function holding(
  deps: EngineDeps,
  workflow: CompiledWorkflow,
  { when, ids }: { when: Of<'relative-date'>['when']; ids: string[] },
): Promise<string[]> {
  if (when === null || ids.length === 0) return ids
  const actor = asSystem(`workflow ${workflow.name}`)
  const found = await deps.records.find(actor, {
    ...alone,
    object: workflow.object!,
    where: when,
    ids,
    limit: ids.length,
  })
  return found
}

async function begin({ db, registry }: EngineDeps, runs: readonly NewRun[]): Promise<number> {
  return db.transaction(async (tx) => {
    const { jobs } = await startRuns(tx, registry.catalog(), runs)
    await addJobs(tx, jobs)
    return jobs.length
  })
}

/** Something that a plugin tells. */
export interface PluginNews {
  /** name of the plugin's trigger */
  trigger: string
  /** whether a workflow with these options is begun */
  matches(options: Readonly<Record<string, unknown>>): boolean
  /** the record that it is about; only workflows of its object are begun then, else only those without an object */
  about: { object: string; id: string } | null
  /** id of who is behind it; null: nobody */
  actor: string | null
  values: Record<string, unknown>
  /** at most one run of each workflow has it; null: it may happen again */
  key: string | null
}

/**
 * Begins the workflows that follow what a plugin tells, in its transaction; where a run has led to that, they are of its
 * family and one deeper.
 *
 * @returns how many were begun
 */
export async function startByPlugin(tx: Queryable, catalog: Catalog, news: PluginNews): Promise<number> {
  const { trigger: name, matches, about, actor, values: vars, key } = news
  const wanted = [...catalog.workflows.values()].filter(
    ({ active, object, trigger }) =>
      active &&
      trigger.type === 'plugin' &&
      trigger.trigger === name &&
      object === (about?.object ?? null) &&
      matches(trigger.options),
  )
  const cause = wanted.length > 0 ? await causeOf(tx) : null
  const runs = wanted.map((workflow): NewRun => ({
    workflow,
    record: about?.id ?? null,
    actor,
    trigger: 'plugin',
    vars,
    key,
    ...(cause && { root: cause.root, depth: cause.depth }),
  }))
  const { jobs } = await startRuns(tx, catalog, runs)
  await addJobs(tx, jobs)
  return jobs.length
}

/** How an approval of a record has ended. */
export interface ApprovalOutcome {
  /** name of the chain */
  approval: string
  outcome: string
  object: string
  record: string
  /** id of who had the last word */
  actor: string | null
}

/** Begins the workflows that follow the end of an approval, in the transaction in which it ends. */
export async function startByApproval(
  { tx, catalog, records }: { tx: Queryable; catalog: Catalog; records: Records },
  { approval, outcome, object, record, actor }: ApprovalOutcome,
): Promise<void> {
  const runs: NewRun[] = []
  for (const workflow of catalog.workflows.values()) {
    const { trigger } = workflow
    if (!workflow.active || workflow.object !== object || trigger.type !== 'approval-outcome') continue
    if (trigger.approval !== null && trigger.approval !== approval) continue
    if (trigger.outcomes !== null && !trigger.outcomes.includes(outcome)) continue
    const asked = { ...alone, object, where: trigger.when, ids: [record], limit: 1 }
    const isSo = trigger.when === null || (await records.find(asSystem(`workflow ${workflow.name}`), asked)).length > 0
    if (isSo) runs.push({ workflow, record, actor, trigger: 'approval-outcome', vars: { outcome } })
  }
  const { jobs } = await startRuns(tx, catalog, runs)
  await addJobs(tx, jobs)
}
