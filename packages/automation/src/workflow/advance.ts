import type { Queryable } from '@fieldwork/database'
import type { CompiledWorkflow } from '@fieldwork/metadata'
import { queueSteps } from './queue-steps.ts'
import type { AddJobs } from './queue-steps.ts'
import { stepJob } from './rows.ts'
import type { Place, RunRow } from './rows.ts'

/** A run while a step of it is being settled, in the step's transaction. */
export interface Settling {
  tx: Queryable
  add: AddJobs
  run: RunRow
  workflow: CompiledWorkflow
}

/** Goes on from a place to a node; null: the way ends here. */
export async function goOn(settling: Settling, from: Place, to: string | null): Promise<void> {
  if (to !== null) return queueSteps(settling, identified(settling), [{ node: to, iteration: from.iteration }])
  const around = settling.workflow.nodes.get(from.node)!.inside.at(-1)
  if (around) await endOfRound(settling, { node: around.node, iteration: parentOf(from.iteration) })
}

const identified = ({ run, workflow }: Settling) => ({ run: run.id, workflow })

/** `3.0` stands in round 3. */
const parentOf = (iteration: string): string => iteration.split('.').slice(0, -1).join('.')

export const roundIn = (iteration: string, round: number): string =>
  iteration === '' ? `${round}` : `${iteration}.${round}`

const count = `
update fw_run_step set round = round + 1, open = open - 1
where run = $1 and node = $2 and iteration = $3 and state = 'running'
returning round, open, branch, jsonb_array_length(items) as items, output`

interface Counted extends Record<string, unknown> {
  round: number
  open: number | null
  branch: string | null
  items: number | null
  output: { wait?: 'all' | 'first'; batch?: { base: number; more: object | null } } | null
}

/** A branch of a loop or parallel step has ended: the next round, another look, or on. */
async function endOfRound(settling: Settling, place: Place): Promise<void> {
  const { tx, add, run, workflow } = settling
  const { rows } = await tx.query<Counted>({ text: count, values: [run.id, place.node, place.iteration] })
  const [step] = rows
  // a parallel step that has gone on after its first branch
  if (!step) return
  const node = workflow.nodes.get(place.node)!
  if (step.open !== null) {
    if (step.open > 0 && step.output?.wait !== 'first') return
    if (step.open > 0) await cancelInside(settling, place)
    return finish(settling, place)
  }
  const { base = 0, more = null } = step.output?.batch ?? {}
  const isThrough = step.items !== null && step.round - base >= step.items
  if (step.items === null || (isThrough && more)) {
    await askAgain(settling, place)
    return add([stepJob(run.id, place)])
  }
  if (isThrough) return finish(settling, place, { rounds: step.round })
  const first = node.branches[step.branch ?? '']!
  return queueSteps(settling, identified(settling), [{ node: first, iteration: roundIn(place.iteration, step.round) }])
}

async function finish(settling: Settling, place: Place, output: Record<string, unknown> | null = null): Promise<void> {
  await settling.tx.query({
    text: `update fw_run_step set state = 'done', finished_at = clock_timestamp(), output = coalesce($4, output)
      where run = $1 and node = $2 and iteration = $3`,
    values: [settling.run.id, place.node, place.iteration, output && JSON.stringify(output)],
  })
  await goOn(settling, place, settling.workflow.nodes.get(place.node)!.next)
}

async function askAgain({ tx, run }: Settling, { node, iteration }: Place): Promise<void> {
  const text = `update fw_run_step set state = 'queued', attempt = 0, due_at = now()
    where run = $1 and node = $2 and iteration = $3`
  await tx.query({ text, values: [run.id, node, iteration] })
}

/** Ends what is under way inside of a step. */
async function cancelInside({ tx, run, workflow }: Settling, place: Place): Promise<void> {
  const inside = [...workflow.nodes.values()].filter((node) =>
    node.inside.some(({ node: around }) => around === place.node),
  )
  await tx.query({
    text: `update fw_run_step set state = 'cancelled', finished_at = clock_timestamp()
      where run = $1 and node = any($2) and starts_with(iteration, $3) and state in ('queued', 'running', 'waiting')`,
    values: [run.id, inside.map(({ key }) => key), place.iteration === '' ? '' : `${place.iteration}.`],
  })
  await tx.query({
    text: `delete from fw_wait w using fw_run_step s where w.run = $1 and s.run = w.run and s.node = w.node
      and s.iteration = w.iteration and s.state = 'cancelled'`,
    values: [run.id],
  })
}
