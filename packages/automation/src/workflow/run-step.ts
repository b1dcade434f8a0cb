import { setCause } from '@fieldwork/database'
import type { Database, Queryable } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledWorkflow, CompiledWorkflowNode } from '@fieldwork/metadata'
import { asDefinition } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { addJobs } from '../jobs/add-jobs.ts'
import type { JobHandler, NewJob } from '../jobs/job.ts'
import { contextOf } from './context-of.ts'
import type { EngineDeps } from './engine.ts'
import { evaluateOptions } from './evaluate-options.ts'
import { limitWords } from './limits.ts'
import { lockRun, readStep } from './rows.ts'
import type { Place, RunRow, StepRow } from './rows.ts'
import { errorOf, settleFailure, settleResult } from './settle-step.ts'
import { dropRest, settleRun } from './settle-run.ts'
import type { StepResult, Wake } from './step.ts'
import { readSurroundings } from './surroundings.ts'
import { versionOf } from './versions.ts'
import type { Working } from './working.ts'

const open = new Set(['queued', 'running', 'waiting'])

/**
 * Does one step of a run: what it writes, its result and the job of the next step commit together, so a step that
 * begins again after a crash finds that nothing of it has happened. Effects outside happen between two transactions
 * and may happen again, with the same key.
 */
export const stepHandler = (deps: EngineDeps): JobHandler => {
  return async ({ payload, fence, signal, lastAttempt }) => {
    const { run, ...place } = payload as { run: string } & Place
    const fenced = (db: Database) => fence(db as unknown as Parameters<typeof fence>[0])
    try {
      await doStep(deps, { run, place, signal, fenced })
    } catch (error) {
      if (!lastAttempt || signal.aborted) throw error
      deps.log.error({ error, run, node: place.node }, 'a step of a workflow could not be done')
      await giveUp(deps, { run, place, error, fenced })
    }
  }
}

interface StepJob {
  run: string
  place: Place
  signal: AbortSignal
  fenced(db: Database): Promise<void>
}

async function doStep(deps: EngineDeps, { run, place, signal, fenced }: StepJob): Promise<void> {
  const outside = await inTransaction(deps, async (records, db) => {
    await fenced(db)
    const working = await begin(deps, { run, place, signal, records, tx: db, add: adderTo(db) })
    if (!working) return null
    if (deps.steps.get(working.node.step)?.effect !== 'outside') {
      await workOn(working)
      return null
    }
    return prepareOutside(working)
  })
  if (!outside) return
  const result = await attempt(outside)
  await inTransaction(deps, async (records, db) => {
    await fenced(db)
    const working = await begin(deps, { run, place, signal, records, tx: db, add: adderTo(db) })
    if (working) await settle(working, result)
  })
}

const adderTo = (tx: Queryable) => (jobs: readonly NewJob[]) => addJobs(tx, jobs)

const inTransaction = <T>({ records }: EngineDeps, work: (records: Records, db: Database) => Promise<T>): Promise<T> =>
  records.transaction(work)

interface Beginning extends Pick<Working, 'records' | 'tx' | 'add' | 'place' | 'signal'> {
  run: string
}

/** Holds the run and finds out what is to be done; null: nothing any more. */
export async function begin(deps: EngineDeps, input: Beginning): Promise<Working | null> {
  const { tx, records, add, place, signal } = input
  const run = await lockRun(tx, input.run)
  if (!run || !open.has(run.state)) return null
  const row = await readStep(tx, run.id, place)
  if (!row || !['queued', 'running'].includes(row.state)) return null
  const catalog = deps.registry.catalog()
  const settling = { tx, add, run }
  try {
    const workflow = await versionOf(tx, catalog, run)
    const node = workflow.nodes.get(place.node)!
    const actor = await actorOf(deps, run, workflow)
    if (run.steps >= workflow.limits.steps) {
      throw appError('workflow_limit', { limit: workflow.limits.steps, what: limitWords.steps })
    }
    if (!isLook(row, node)) run.steps += 1
    return { deps, tx, records, add, run, row, workflow, node, place, actor, signal }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'stale_revision') throw error
    const workflow = { nodes: new Map() } as unknown as CompiledWorkflow
    await settleRun({ ...settling, workflow }, { failed: true, error: { ...errorOf(error), node: place.node } })
    return null
  }
}

/** A step that waits looks as often as something is written; that leads nowhere, so it does not count. */
function isLook({ wake }: StepRow, { hears }: CompiledWorkflowNode): boolean {
  const reason = (wake as Wake | null)?.reason
  return reason === 'look' || (reason === 'event' && hears !== null)
}

/** The platform, or who started the run as he is now. */
async function actorOf(deps: EngineDeps, run: RunRow, { name, runAs }: CompiledWorkflow): Promise<Actor> {
  if (runAs === 'system' || run.actor === null) return asDefinition(`workflow ${name}`)
  const actor = await deps.actorOf(run.actor, 'en')
  if (!actor) throw appError('forbidden')
  return actor
}

/** A step whose effects are records, or none: all of it in the transaction, its failure as well. */
export async function workOn(working: Working): Promise<void> {
  const { tx, run } = working
  await tx.query(started(working))
  await setCause(tx, { run: run.id, depth: run.depth + 1, root: run.root })
  const outcome = await working.records
    .transaction(async (records, db) => {
      const part = { ...working, records, tx: db }
      if (part.node.listens) await holdRecord(part)
      return runStep(part, await optionsOf(part))
    })
    .then((result) => ({ result }), asFailure)
  await setCause(tx, null)
  await settle(working, outcome)
}

/**
 * A write that comes while the step looks at the record waits until it has parked, so that it finds it waiting.
 *
 * @throws not_found: nothing will be written to the record any more
 */
async function holdRecord({ tx, run, deps }: Working): Promise<void> {
  const { table } = deps.registry.catalog().object(run.object ?? '')
  const { rowCount } = await tx.query({
    text: `select from "${table}" where id = $1 and deleted_at is null for share`,
    values: [run.record],
  })
  if (rowCount === 0) throw appError('not_found', { name: run.record ?? '' })
}

type Outcome = { result: StepResult } | { failure: AppError }

/** Refusals are outcomes; everything else is for the queue, which tries again. */
function asFailure(error: unknown): Outcome {
  if (error instanceof AppError && error.code !== 'stale_revision') return { failure: error }
  throw error
}

async function settle(working: Working, outcome: Outcome): Promise<void> {
  if ('failure' in outcome) await settleFailure(working, outcome.failure)
  else await settleResult(working, outcome.result)
}

async function optionsOf(working: Working): Promise<Record<string, unknown>> {
  const { tx, records, actor, node, run, place, row, deps } = working
  const surroundings = await readSurroundings(tx, working)
  const options = await evaluateOptions({ records, actor, surroundings, timeZone: deps.timeZone }, node)
  await tx.query({
    text: 'update fw_run_step set input = $4 where run = $1 and node = $2 and iteration = $3',
    values: [run.id, place.node, row.iteration, JSON.stringify(options)],
  })
  return options
}

async function runStep(working: Working, options: Record<string, unknown>): Promise<StepResult> {
  const step = working.deps.steps.get(working.node.step)
  if (!step) throw appError('not_found', { name: working.node.step })
  return step.run(await contextOf(working), options)
}

interface Outside {
  working: Working
  options: Record<string, unknown>
}

async function prepareOutside(working: Working): Promise<Outside | { failure: AppError }> {
  await working.tx.query(started(working))
  await working.tx.query({ text: running, values: [working.run.id] })
  try {
    return { working, options: await optionsOf(working) }
  } catch (error) {
    return asFailure(error) as { failure: AppError }
  }
}

/** Between the transactions: nothing is held, and what happens may happen once more. */
async function attempt(outside: Outside | { failure: AppError }): Promise<Outcome> {
  if ('failure' in outside) return outside
  const { working, options } = outside
  const { deps } = working
  const own = { ...working, records: deps.records, tx: deps.db }
  return runStep(own, options).then((result) => ({ result }), asFailure)
}

const running = `
update fw_run set state = 'running', started_at = coalesce(started_at, clock_timestamp())
where id = $1 and state <> 'running'`

const started = ({ run, place }: Working) => ({
  text: `update fw_run_step set state = 'running', attempt = attempt + 1, started_at = clock_timestamp()
    where run = $1 and node = $2 and iteration = $3`,
  values: [run.id, place.node, place.iteration],
})

/** The queue has tried often enough: the run fails with what is in the way. */
async function giveUp(
  deps: EngineDeps,
  { run: id, place, error, fenced }: Omit<StepJob, 'signal'> & { error: unknown },
): Promise<void> {
  await inTransaction(deps, async (_, db) => {
    await fenced(db)
    const run = await lockRun(db, id)
    if (!run || !open.has(run.state)) return
    const failure = { ...errorOf(error), node: place.node }
    await db.query({
      text: `update fw_run_step set state = 'failed', error = $4, finished_at = clock_timestamp()
        where run = $1 and node = $2 and iteration = $3`,
      values: [id, place.node, place.iteration, JSON.stringify(failure)],
    })
    await dropRest({ tx: db }, id)
    const workflow = { nodes: new Map() } as unknown as CompiledWorkflow
    await settleRun({ tx: db, add: adderTo(db), run, workflow }, { failed: true, error: failure })
  })
}
