import { newId } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledWorkflow } from '@fieldwork/metadata'
import type { NewJob } from '../jobs/job.ts'
import { stepJob } from './rows.ts'
import type { RunError } from './rows.ts'
import { limitWords } from './limits.ts'
import { keepVersions } from './versions.ts'

/** A run that is to begin. */
export interface NewRun {
  workflow: CompiledWorkflow
  record: string | null
  /** the write that started it */
  event?: string | null
  /** at most one run of the workflow has it */
  key?: string | null
  /** what started it, e.g. `manual` */
  trigger: string
  actor: string | null
  parent?: { run: string; node: string; iteration: string } | null
  /** the first run of those that have led to it; null: this one */
  root?: string | null
  depth?: number
  vars?: Record<string, unknown>
  dry?: boolean
}

const insertRuns = `
insert into fw_run (id, workflow, version, object, record, event, key, trigger, parent, root, depth, actor, identity,
  state, vars, dry, error, finished_at)
select id, workflow, version, object, record, event, key, trigger, parent, coalesce(root, id), depth, actor, identity,
  case when error is null then 'queued' else 'failed' end, vars, dry, error, case when error is not null then now() end
from jsonb_to_recordset($1) as r(id uuid, workflow text, version text, object text, record uuid, event bigint, key text,
  trigger text, parent jsonb, root uuid, depth smallint, actor uuid, identity text, vars jsonb, dry boolean, error jsonb)
on conflict do nothing
returning id, state`

const insertSteps = `
insert into fw_run_step (run, node, iteration, step, state, due_at)
select run, node, '', step, 'queued', now() from jsonb_to_recordset($1) as s(run uuid, node text, step text)`

/**
 * Begins runs, set-based; one that has begun for the same write or key does not begin again. What went too deep is
 * kept as a run that has failed, so that it can be seen.
 *
 * @returns the jobs of their first steps, and the ids of all that began, in order; null: it had begun before
 */
export async function startRuns(
  tx: Queryable,
  catalog: Catalog,
  runs: readonly NewRun[],
): Promise<{ jobs: NewJob[]; ids: (string | null)[] }> {
  if (runs.length === 0) return { jobs: [], ids: [] }
  await keepVersions(tx, catalog, [...new Set(runs.map(({ workflow }) => workflow))])
  const families = await countFamilies(tx, runs)
  const rows = runs.map((run) => ({ run, row: rowOf(run, families) }))
  const inserted = await tx.query<{ id: string; state: string }>({
    text: insertRuns,
    values: [JSON.stringify(rows.map(({ row }) => row))],
  })
  const states = new Map(inserted.rows.map(({ id, state }) => [id, state]))
  const begun = rows.filter(({ row }) => states.get(row.id) === 'queued')
  const steps = begun.map(({ run: { workflow }, row }) => ({
    run: row.id,
    node: workflow.start,
    step: workflow.nodes.get(workflow.start)!.step,
  }))
  if (steps.length > 0) await tx.query({ text: insertSteps, values: [JSON.stringify(steps)] })
  return {
    jobs: steps.map(({ run, node }) => stepJob(run, { node, iteration: '' })),
    ids: rows.map(({ row }) => (states.has(row.id) ? row.id : null)),
  }
}

/** Counts the run as one of its family, so that those of one batch know of each other. */
function rowOf(run: NewRun, families: Map<string, number>) {
  const { workflow, record, event = null, key = null, trigger, actor, parent = null, root = null, depth = 0 } = run
  const family = root === null ? 0 : (families.get(`${root} ${workflow.name}`) ?? 0)
  if (root !== null) families.set(`${root} ${workflow.name}`, family + 1)
  return {
    id: newId(),
    workflow: workflow.name,
    version: workflow.version,
    object: record === null ? null : workflow.object,
    record,
    event,
    key,
    trigger,
    parent,
    root,
    depth,
    actor,
    identity: workflow.runAs,
    vars: withDefaults(workflow, run.vars ?? {}),
    dry: run.dry ?? false,
    error: tooMany(workflow, { depth, family }),
  }
}

function tooMany({ limits }: CompiledWorkflow, { depth, family }: { depth: number; family: number }): RunError | null {
  if (depth > limits.depth) return limitError('depth', limits.depth)
  return family >= limits.runs ? limitError('runs', limits.runs) : null
}

function limitError(what: keyof typeof limitWords, limit: number): RunError {
  const { code, localized: message } = appError('workflow_limit', { limit, what: limitWords[what] })
  return { code, message }
}

/** Runs of the same workflow that go back to the same beginning. */
async function countFamilies(tx: Queryable, runs: readonly NewRun[]): Promise<Map<string, number>> {
  const roots = [...new Set(runs.flatMap(({ root }) => root ?? []))]
  if (roots.length === 0) return new Map()
  const { rows } = await tx.query<{ root: string; workflow: string; runs: number }>({
    text: 'select root, workflow, count(*)::int as runs from fw_run where root = any($1) group by root, workflow',
    values: [roots],
  })
  return new Map(rows.map(({ root, workflow, runs: count }) => [`${root} ${workflow}`, count]))
}

const withDefaults = ({ vars }: CompiledWorkflow, given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries([...vars].map(([name, variable]) => [name, given[name] ?? variable.default]))
