import { listenedOperations } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, HeardEvents } from '@fieldwork/metadata'
import type { NewJob } from '../jobs/job.ts'
import { stepJob } from './rows.ts'
import type { Place } from './rows.ts'

/** What a write told that somebody waits for. */
interface Told {
  event: string
  listener: string
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * What a row holds in the fields by which a wait is found, as one short text that is the same for the same values;
 * values go through the row's own types, so that 5 and 5.00 are the same money.
 */
function digestOf(object: CompiledObject, match: readonly string[], row: string): string {
  const parts = [...match].sort().map((name) => {
    const column = object.fields.get(name)?.column
    if (column === undefined || column === null) throw appError('invalid_request', { reason: `${object.name}.${name}` })
    return `'${name.replaceAll("'", "''")}', ${row}.${quoted(column)}`
  })
  return parts.length === 0 ? `''` : `md5(jsonb_build_object(${parts.join(', ')})::text)`
}

const lockKey = `hashtextextended('fw_wait ' || current_schema() || ' ' || $1, 0)`

/**
 * The key under which a run waits for writes whose records hold these values. Until the transaction ends writes are not
 * told to the node, so whatever has been written before is seen by what is read from here on, and whatever comes later
 * finds the run waiting.
 */
export async function hearFrom(
  tx: Queryable,
  catalog: Catalog,
  { hears, match }: { hears: HeardEvents; match: Readonly<Record<string, unknown>> },
): Promise<string> {
  await tx.query({ text: `select pg_advisory_xact_lock_shared(${lockKey})`, values: [hears.listener] })
  const object = catalog.object(hears.object)
  const columns = Object.entries(match).map(([name, value]) => [object.fields.get(name)?.column ?? name, value])
  const { rows } = await tx.query<{ digest: string }>({
    text: `select ${digestOf(object, Object.keys(match), 'r')} as digest
      from jsonb_populate_record(null::${quoted(object.table)}, $1::jsonb) r`,
    values: [JSON.stringify(Object.fromEntries(columns))],
  })
  return `${hears.listener} ${rows[0]!.digest}`
}

const wake = (found: { table: string; digest: string }): string => `
with hits as (
  select w.run, w.node, w.iteration,
    jsonb_agg(jsonb_build_object('event', e.id::text, 'record', e.record_id, 'operation', e.op) order by e.id) as events
  from fw_event e left join ${found.table} r on r.id = e.record_id
    join fw_wait w on w.kind = 'event' and w.key = $1 || ' ' || ${found.digest}
  where e.id = any($2::bigint[])
  group by w.run, w.node, w.iteration)
update fw_run_step s set state = 'queued', due_at = now(),
  wake = jsonb_build_object('reason', 'event', 'data', coalesce(s.wake -> 'data', '[]') || hits.events)
from hits
where s.run = hits.run and s.node = hits.node and s.iteration = hits.iteration and s.state in ('waiting', 'queued')
returning s.run, s.node, s.iteration`

/**
 * Wakes the runs that wait for what has been written, one statement for each node that waits. Their rows in `fw_wait`
 * stay until the step has decided: what is written meanwhile is added to what it has been told.
 */
export async function wakeByEvents(tx: Queryable, catalog: Catalog, rows: readonly Told[]): Promise<NewJob[]> {
  const jobs: NewJob[] = []
  const listeners = new Map<string, string[]>()
  for (const { listener, event } of rows) listeners.set(listener, [...(listeners.get(listener) ?? []), event])
  for (const [listener, events] of [...listeners].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const hears = heardBy(catalog, listener)
    // its definition has been changed since: `lookAgain` finds what is written for runs of the old one
    if (!hears) continue
    await tx.query({ text: `select pg_advisory_xact_lock(${lockKey})`, values: [listener] })
    const object = catalog.object(hears.object)
    const found = { table: quoted(object.table), digest: digestOf(object, hears.match, 'r') }
    const { rows: woken } = await tx.query<Place & { run: string } & Record<string, unknown>>({
      text: wake(found),
      values: [listener, events],
    })
    jobs.push(...woken.map(({ run, node, iteration }) => stepJob(run, { node, iteration })))
  }
  return jobs
}

/** A write as a run that waited for it is told. */
export interface HappenedEvent {
  event: string
  record: string
  operation: string
}

const eventsAtOnce = 1_000

/** Writes that nobody has told a waiting run of, oldest first, so many at a time: `after` the last one looked at. */
export async function missedEvents(
  { tx, hears, catalog }: { tx: Queryable; hears: HeardEvents | null; catalog(): Catalog },
  { key, since, after }: { key: string; since: string; after: string },
): Promise<HappenedEvent[]> {
  const { listener, object: name, operations: wanted, fields, match } = hears!
  const object = catalog().object(name)
  const heard = Object.entries(listenedOperations).flatMap(([op, operation]) =>
    wanted.includes(operation) ? [op] : [],
  )
  const { rows } = await tx.query<HappenedEvent & Record<string, unknown>>({
    text: `select e.id::text as event, e.record_id as record, e.op as operation
      from fw_event e left join ${quoted(object.table)} r on r.id = e.record_id
      where e.object = $1 and e.at >= $2 and e.id > $3 and e.op = any($4)
        and ($5::text[] is null or e.op = 'delete' or e.changes ?| $5)
        and $6 = $7 || ' ' || ${digestOf(object, match, 'r')}
      order by e.id limit ${eventsAtOnce}`,
    values: [name, since, after, heard, fields, key, listener],
  })
  return rows
}

/** `event:<workflow>.<node>` */
function heardBy({ workflows }: Catalog, listener: string): HeardEvents | null {
  const [workflow = '', node = ''] = listener.slice(listener.indexOf(':') + 1).split('.')
  return workflows.get(workflow)?.nodes.get(node)?.hears ?? null
}
