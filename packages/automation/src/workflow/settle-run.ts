import type { Settling } from './advance.ts'
import type { RunError, RunRow } from './rows.ts'
import { wakeSteps } from './wake.ts'

/** A step that is running and counts no rounds or ways is at work outside. */
const states = `
select count(*) filter (where state = 'queued' or (state = 'running' and round is null))::int as queued,
  count(*) filter (where state = 'waiting')::int as waiting
from fw_run_step where run = $1 and state in ('queued', 'waiting', 'running')`

const settle = `
update fw_run set state = $2, vars = $3, error = $4, steps = $5, started_at = coalesce(started_at, clock_timestamp()),
  finished_at = case when $2 in ('done', 'failed', 'cancelled') then clock_timestamp() end
where id = $1`

/** Says how the run stands after a step; ends it where nothing of it is left to do. */
export async function settleRun(
  settling: Settling,
  ended?: { failed: boolean; error: RunError | null },
): Promise<void> {
  const { tx, run } = settling
  if (ended) await dropRest(settling, run.id)
  const state = ended ? (ended.failed ? 'failed' : 'done') : await stateOf(settling)
  const values = [run.id, state, JSON.stringify(run.vars), ended?.error ? JSON.stringify(ended.error) : null, run.steps]
  await tx.query({ text: settle, values })
  run.state = state
  if (state === 'done' || state === 'failed') await tellParent(settling, run, ended?.error ?? null)
}

async function stateOf({ tx, run }: Settling) {
  const { rows } = await tx.query<{ queued: number; waiting: number }>({ text: states, values: [run.id] })
  const { queued, waiting } = rows[0]!
  return queued > 0 ? 'running' : waiting > 0 ? 'waiting' : 'done'
}

/** Nothing more is done of a run. */
export async function dropRest({ tx }: Pick<Settling, 'tx'>, run: string): Promise<void> {
  await tx.query({ text: 'delete from fw_wait where run = $1', values: [run] })
  await tx.query({
    text: `update fw_run_step set state = 'cancelled', finished_at = clock_timestamp()
      where run = $1 and state in ('queued', 'running', 'waiting')`,
    values: [run],
  })
}

/** The run that called this one goes on. */
export async function tellParent({ tx, add }: Pick<Settling, 'tx' | 'add'>, run: RunRow, error: RunError | null) {
  if (!run.parent) return
  const data = { state: run.state, vars: run.vars, ...(error && { error }) }
  await wakeSteps({ tx, add }, [{ ...run.parent, wake: { reason: 'event', data } }])
}
