import { startApproval } from '../approvals/start-approval.ts'
import { startRuns } from './start-runs.ts'
import { holdersOf } from '../approvals/people.ts'
import { appError } from '@fieldwork/metadata'
import type { StepContext, Wake } from './step.ts'
import type { Working } from './working.ts'
import { hearFrom } from './event-waits.ts'
import { readSurroundings } from './surroundings.ts'

/** What a step is given to work with. */
export async function contextOf(working: Working): Promise<StepContext> {
  const { run, place, actor, records, tx, node, row, deps, signal } = working
  return {
    run: {
      id: run.id,
      workflow: run.workflow,
      object: run.object,
      record: run.record,
      root: run.root,
      depth: run.depth,
      actor: run.actor,
    },
    node: place.node,
    iteration: place.iteration,
    actor,
    records,
    tx,
    vars: run.vars,
    catalog: deps.registry.catalog,
    hears: node.hears,
    deferred: (pointer) => node.expressions.get(pointer),
    find: async (input) => records.find(actor, { ...(await readSurroundings(tx, working)), ...input }),
    collection: (name) => collectionOf(working, name),
    idempotencyKey: `${run.id}:${place.node}:${place.iteration}`,
    wake: row.wake as Wake | null,
    round: row.round ?? 0,
    progress: ((row.output?.batch ?? null) as { more: Record<string, unknown> | null } | null)?.more ?? null,
    dry: run.dry,
    now: new Date(run.now),
    timeZone: deps.timeZone,
    usersOfRoles: (roles) => usersWith(working, roles),
    hearFrom: (match) => hearFrom(tx, deps.registry.catalog(), { hears: node.hears!, match }),
    start: (input) => startCalled(working, input),
    startApproval: (input) => startApproval(approvalDeps(working), actor, input),
    outside: deps.outside,
    signal,
  }
}

const usersWith = ({ tx: db, deps: { registry, timeZone } }: Working, roles: readonly string[]): Promise<string[]> =>
  holdersOf({ db, catalog: registry.catalog(), timeZone }, { roles, departments: null })

const approvalDeps = ({ records, deps }: Working) => ({
  records: () => records,
  catalog: deps.registry.catalog,
  timeZone: deps.timeZone,
})

async function startCalled(
  { run, place, deps, tx, add, actor }: Working,
  { workflow: name, record, vars, waits }: Parameters<StepContext['start']>[0],
): Promise<string> {
  const catalog = deps.registry.catalog()
  const workflow = catalog.workflows.get(name)
  if (!workflow?.active) throw appError('not_found', { name })
  const parent = waits ? { run: run.id, ...place } : null
  const { jobs, ids } = await startRuns(tx, catalog, [
    {
      workflow,
      record,
      vars,
      trigger: 'workflow',
      parent,
      root: run.root,
      depth: run.depth + 1,
      actor: run.actor,
      dry: run.dry,
    },
  ])
  await add(jobs)
  if (jobs.length === 0)
    throw appError('workflow_limit', {
      limit: workflow.limits.depth,
      what: { en: `runs (${actor.name})`, 'zh-CN': '层' },
    })
  return ids[0]!
}

function collectionOf({ run, deps }: Working, name: string): { object: string; field: string } {
  const found = run.object === null ? undefined : deps.registry.catalog().object(run.object).collections.get(name)
  if (!found) throw appError('not_found', { name })
  return found
}
