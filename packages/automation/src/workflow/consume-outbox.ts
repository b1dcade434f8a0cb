import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { NewJob } from '../jobs/job.ts'
import type { Reconciler } from '../jobs/reconcile.ts'
import { stepJob } from './rows.ts'
import type { Place } from './rows.ts'
import { startRuns } from './start-runs.ts'
import type { NewRun } from './start-runs.ts'
import { wakeSteps } from './wake.ts'

/** What a write has told, as far as workflows need it. */
interface Told {
  event: string
  listener: string
  depth: number
  root: string | null
}

interface EventRow extends Record<string, unknown> {
  id: string
  object: string
  record_id: string
  actor: string | null
  op: string
}

/** Begins a run for each write that a workflow listens to. */
export async function startByWrites(tx: Queryable, catalog: Catalog, rows: readonly Told[]): Promise<NewJob[]> {
  const events = await readEvents(tx, rows)
  const runs = rows.flatMap((row): NewRun[] => {
    const workflow = catalog.workflows.get(nameOf(row))
    const event = events.get(row.event)
    // it has been removed or turned off since
    if (!workflow?.active || !event) return []
    const { record_id: record, actor, op } = event
    return [{ workflow, record, actor, trigger: op, event: row.event, root: row.root, depth: row.depth }]
  })
  return (await startRuns(tx, catalog, runs)).jobs
}

const nameOf = ({ listener }: Told): string => listener.slice(listener.indexOf(':') + 1)

/** Lets runs that wait for a condition of a record that has changed look again. */
export async function wakeByWrites(tx: Queryable, rows: readonly Told[]): Promise<NewJob[]> {
  const events = await readEvents(tx, rows)
  const records = [...new Set([...events.values()].map(({ record_id: record }) => record))]
  const { rows: waiting } = await tx.query<Place & { run: string } & Record<string, unknown>>({
    text: `select run, node, iteration from fw_wait where kind = 'condition' and record = any($1)`,
    values: [records],
  })
  const jobs: NewJob[] = []
  const add = async (more: readonly NewJob[]) => void jobs.push(...more)
  await wakeSteps(
    { tx, add },
    waiting.map((place) => ({ ...place, wake: { reason: 'look' } })),
  )
  return jobs
}

async function readEvents(tx: Queryable, rows: readonly Told[]): Promise<Map<string, EventRow>> {
  const { rows: events } = await tx.query<EventRow>({
    text: 'select id::text as id, object, record_id, actor, op from fw_event where id = any($1::bigint[])',
    values: [[...new Set(rows.map(({ event }) => event))]],
  })
  return new Map(events.map((event) => [event.id, event]))
}

/** Of runs that are running, also what was at work outside when its job was lost. */
const withoutJob = `
(select run, node, iteration from fw_run_step
  where state = 'queued' and due_at < now() - interval '10 seconds' order by due_at limit 10000)
union all
(select s.run, s.node, s.iteration from fw_run r join fw_run_step s on s.run = r.id
  where r.state = 'running' and s.state = 'running' and s.round is null and s.started_at < now() - interval '10 seconds'
  order by s.started_at limit 10000)`

/** The jobs that steps should have by now: after a restored backup, or where jobs were lost, some are missing. */
export const queuedSteps: Reconciler = async (tx) => {
  const { rows } = await tx.query<Place & { run: string } & Record<string, unknown>>({ text: withoutJob })
  return rows.map(({ run, node, iteration }) => stepJob(run, { node, iteration }))
}
