import type { Queryable } from '@fieldwork/database'

export type RunState = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'

/** What went wrong, for people and programs. */
export interface RunError {
  code: string
  message: { en: string; 'zh-CN': string }
  node?: string
  problems?: readonly unknown[]
}

/** A row of fw_run. */
export interface RunRow extends Record<string, unknown> {
  id: string
  workflow: string
  version: string
  object: string | null
  record: string | null
  event: string | null
  trigger: string
  parent: { run: string; node: string; iteration: string } | null
  root: string
  depth: number
  actor: string | null
  identity: 'system' | 'trigger-user'
  state: RunState
  vars: Record<string, unknown>
  steps: number
  dry: boolean
  error: RunError | null
  /** when it was locked, by the clock of the database, which all nodes share */
  now: string
}

/** A row of fw_run_step. */
export interface StepRow extends Record<string, unknown> {
  run: string
  node: string
  iteration: string
  step: string
  state: RunState
  attempt: number
  wake: unknown
  output: Record<string, unknown> | null
  branch: string | null
  round: number | null
  open: number | null
}

/** Where a run stands: a node, in a round of the loops around it. */
export interface Place {
  node: string
  iteration: string
}

/** The run, kept from everybody else until the transaction ends; null: there is none. */
export async function lockRun(tx: Queryable, id: string): Promise<RunRow | null> {
  const { rows } = await tx.query<RunRow>({
    text: 'select *, clock_timestamp() as now from fw_run where id = $1 for update',
    values: [id],
  })
  return rows[0] ?? null
}

/** A step of a run; null: it never came to it. */
export async function readStep(tx: Queryable, run: string, { node, iteration }: Place): Promise<StepRow | null> {
  const text =
    'select run, node, iteration, step, state, attempt, wake, output, branch, round, open from fw_run_step' +
    ' where run = $1 and node = $2 and iteration = $3'
  const { rows } = await tx.query<StepRow>({ text, values: [run, node, iteration] })
  return rows[0] ?? null
}

/** The key of the job of a step: one waits at a time. */
const stepKey = (run: string, { node, iteration }: Place): string => `step:${run}:${node}:${iteration}`

/** The job that does a step. */
export const stepJob = (run: string, place: Place, more: { runAt?: string | Date; priority?: number } = {}) => ({
  task: 'workflow-step',
  payload: { run, ...place },
  key: stepKey(run, place),
  ...more,
})
