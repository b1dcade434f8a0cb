import { AppError } from '@fieldwork/metadata'
import type { CompiledWorkflowNode } from '@fieldwork/metadata'
import { goOn, roundIn } from './advance.ts'
import { queueSteps } from './queue-steps.ts'
import { stepJob } from './rows.ts'
import type { RunError } from './rows.ts'
import type { Working } from './working.ts'
import { settleRun } from './settle-run.ts'
import type { StepResult, Wait } from './step.ts'

type Result<Kind extends StepResult['kind']> = Extract<StepResult, { kind: Kind }>

/** Writes down what a step gave and lets the run go on from there. */
export async function settleResult(working: Working, result: StepResult): Promise<void> {
  switch (result.kind) {
    case 'done':
      await done(working, result)
      break
    case 'wait':
      await park(working, result)
      break
    case 'rounds':
      await beginRounds(working, result)
      break
    case 'again':
      await beginAgain(working, result)
      break
    case 'parallel':
      await beginBranches(working, result)
      break
    case 'end':
      return end(working, result)
  }
  await settleRun(working)
}

async function done(working: Working, { output = {}, branch, vars }: Result<'done'>): Promise<void> {
  const { run, node, place } = working
  Object.assign(run.vars, vars)
  await keep(working, { state: 'done', output, branch: branch ?? null })
  if (node.hears) await forgetWait(working)
  await goOn(working, place, wayOn(node, branch))
}

/** The branch that a step has chosen; where it leads nowhere of its own, on. */
const wayOn = ({ branches, next }: CompiledWorkflowNode, branch: string | undefined): string | null =>
  (branch === undefined ? undefined : branches[branch]) ?? next

/** One that hears of writes goes on waiting until it has decided. */
async function forgetWait({ tx, run, place }: Working): Promise<void> {
  const text = 'delete from fw_wait where run = $1 and node = $2 and iteration = $3'
  await tx.query({ text, values: [run.id, place.node, place.iteration] })
}

async function park(working: Working, { wait, output = {} }: Result<'wait'>): Promise<void> {
  const { tx, run, place } = working
  await keep(working, { state: 'waiting', output })
  const { kind, until = null, object = null, record = null, key = null } = wait
  await tx.query({
    text: `insert into fw_wait (run, node, iteration, kind, until, object, record, key, version)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (run, node, iteration) do update set kind = excluded.kind, until = excluded.until,
        object = excluded.object, record = excluded.record, key = excluded.key,
        version = excluded.version, looked_at = excluded.looked_at`,
    values: [run.id, place.node, place.iteration, kind, until, object, record, key, run.version],
  })
  await scheduleWake(working, wait)
}

/** A moment that is near is kept to the second by a job; all of them are found by the sweep as well. */
async function scheduleWake({ add, run, place }: Working, { until }: Wait): Promise<void> {
  if (!until) return
  await add([
    {
      task: 'workflow-wake',
      payload: { run: run.id, ...place },
      key: `wake:${run.id}:${place.node}:${place.iteration}`,
      runAt: until,
    },
  ])
}

async function beginRounds(working: Working, { branch, items, more }: Result<'rounds'>): Promise<void> {
  const { node, place, row } = working
  const round = row.round ?? 0
  if (items.length === 0) return done(working, { kind: 'done', output: { rounds: round } })
  const batch = { base: round, more: more ?? null }
  await keep(working, { state: 'running', branch, items, round, ...((more || round > 0) && { output: { batch } }) })
  const first = node.branches[branch]!
  await queueSteps(working, { run: working.run.id, workflow: working.workflow }, [
    { node: first, iteration: roundIn(place.iteration, round) },
  ])
}

async function beginAgain(working: Working, { branch }: Result<'again'>): Promise<void> {
  const { node, place, row } = working
  const round = row.round ?? 0
  await keep(working, { state: 'running', branch, round })
  await queueSteps(working, { run: working.run.id, workflow: working.workflow }, [
    { node: node.branches[branch]!, iteration: roundIn(place.iteration, round) },
  ])
}

async function beginBranches(working: Working, { branches, wait }: Result<'parallel'>): Promise<void> {
  const { node, place, run, workflow } = working
  const firsts = branches.flatMap((branch) => node.branches[branch] ?? [])
  if (firsts.length === 0) return done(working, { kind: 'done' })
  await keep(working, { state: 'running', output: { wait }, round: 0, open: firsts.length })
  const iteration = roundIn(place.iteration, 0)
  await queueSteps(
    working,
    { run: run.id, workflow },
    firsts.map((first) => ({ node: first, iteration })),
  )
}

async function end(working: Working, { failed, message }: Result<'end'>): Promise<void> {
  const { node, place } = working
  await keep(working, { state: 'done', output: {} })
  const words = message ?? ''
  const error: RunError = {
    code: 'stopped',
    node: place.node,
    message: { en: words || node.label.en, 'zh-CN': words || node.label['zh-CN'] },
  }
  await settleRun(working, { failed, error: failed ? error : null })
}

/** A step was refused: later once more, on by another way, or the run fails. */
export async function settleFailure(working: Working, failure: AppError): Promise<void> {
  const { node, place, row, run, add, tx } = working
  const error = { ...errorOf(failure), node: place.node }
  const attempts = row.attempt + 1
  if (attempts < node.retry.attempts) {
    const delay = node.retry.delaySeconds * 2 ** (attempts - 1)
    const runAt = new Date(Date.parse(run.now) + delay * 1000).toISOString()
    await tx.query({
      text: `update fw_run_step set state = 'queued', error = $4, due_at = $5 where run = $1 and node = $2 and iteration = $3`,
      values: [run.id, place.node, place.iteration, JSON.stringify(error), runAt],
    })
    await add([stepJob(run.id, place, { runAt })])
    return settleRun(working)
  }
  await keep(working, { state: 'failed', output: null, error })
  if (node.hears) await forgetWait(working)
  if (node.onError === 'fail') return settleRun(working, { failed: true, error })
  await goOn(working, place, node.onError === 'continue' ? node.next : node.onError.node)
  await settleRun(working)
}

interface Kept {
  state: string
  output?: unknown
  branch?: string | null
  items?: readonly unknown[]
  round?: number
  open?: number
  error?: unknown
}

const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

async function keep({ tx, run, place }: Working, kept: Kept): Promise<void> {
  await tx.query({
    text: `update fw_run_step set state = $4, output = coalesce($5, output), branch = $6, items = coalesce($7, items),
        round = coalesce($8, round), open = $9, attempt = case when $4 = 'waiting' then 0 else attempt end, error = coalesce($10, error), wake = null,
        finished_at = case when $4 in ('done', 'failed') then clock_timestamp() end
      where run = $1 and node = $2 and iteration = $3`,
    values: [
      run.id,
      place.node,
      place.iteration,
      kept.state,
      json(kept.output),
      kept.branch ?? null,
      json(kept.items),
      kept.round ?? null,
      kept.open ?? null,
      json(kept.error),
    ],
  })
}

/** An error as a run keeps it. */
export function errorOf(error: unknown): RunError {
  if (error instanceof AppError) {
    const { code, localized: message, problems } = error
    return { code, message, ...(problems.length > 0 && { problems }) }
  }
  const words = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: { en: words, 'zh-CN': words } }
}
