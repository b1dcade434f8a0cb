import type { Queryable } from '@fieldwork/database'
import type { CompiledWorkflow } from '@fieldwork/metadata'
import type { NewJob } from '../jobs/job.ts'
import { stepJob } from './rows.ts'
import type { Place } from './rows.ts'

/** Where the jobs of queued steps go: to the queue, or to whoever tries a run. */
export type AddJobs = (jobs: readonly NewJob[]) => Promise<void>

const queue = `
insert into fw_run_step (run, node, iteration, step, state, due_at)
values ($1, $2, $3, $4, 'queued', now())
on conflict (run, node, iteration) do nothing`

/** Lets a run go on at these places. */
export async function queueSteps(
  { tx, add }: { tx: Queryable; add: AddJobs },
  { run, workflow }: { run: string; workflow: CompiledWorkflow },
  places: readonly Place[],
): Promise<void> {
  for (const { node, iteration } of places) {
    const { step } = workflow.nodes.get(node)!
    await tx.query({ text: queue, values: [run, node, iteration, step] })
  }
  await add(places.map((place) => stepJob(run, place)))
}
