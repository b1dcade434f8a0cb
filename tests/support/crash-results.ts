import type { Database } from '@fieldwork/database'
import { expectedOf } from './crash-definitions.ts'
import type { Item } from './crash-run.ts'
import type { Received } from './receiver.ts'

type Row = Record<string, unknown>

/** of each kind of fault so many are told */
const told = 5

/** What has come out otherwise than it should: of items, runs, events, approvals, jobs and calls. */
export async function wrongResults(
  db: Database,
  items: ReadonlyMap<string, Item>,
  received: readonly Received[],
): Promise<string[]> {
  const queried: string[] = []
  for (const [name, text] of Object.entries(faults)) {
    const { rows } = await db.query<Row>({ text: `select * from (${text}) f limit ${told}` })
    queried.push(...rows.map((row) => `${name}: ${JSON.stringify(row)}`))
  }
  return [...(await wrongItems(db, items)), ...queried, ...wrongCalls(items, received)]
}

/** Each gives no rows when all is well. */
const faults = {
  'a run that is not done': `select r.id, r.workflow, r.state, r.error, r.record,
    (select json_agg(json_build_object('node', s.node, 'state', s.state, 'attempt', s.attempt, 'error', s.error))
      from fw_run_step s where s.run = r.id) as steps
    from fw_run r where r.state <> 'done'`,
  'a step that is not done': `select * from fw_run_step where state not in ('done')`,
  'a wait of nobody': 'select * from fw_wait',
  'what was told to nobody': 'select * from fw_outbox',
  'an approval that is open': `select id, state, record_id from fw_approval where state not in ('approved', 'rejected')`,
  'a task that is open': `select id, approval, state from fw_approval_task where state in ('pending', 'waiting')`,
  'an item with two approvals': 'select record_id, count(*) from fw_approval group by record_id having count(*) > 1',
  'a job that is dead': `select id, task_id, key, attempts, last_error from graphile_worker._private_jobs where attempts >= max_attempts`,
  'a change that was told to nobody': `select e.record_id, e.id, e.changes from fw_event e
    where e.object = 'item' and e.op = 'update' and e.changes ? 'note'
      and not exists (select from fw_run r where r.event = e.id and r.workflow = 'noting')`,
  'an item without its run': `select i.id, i.kind from item i
    where not exists (select from fw_run r where r.record = i.id and r.workflow = i.kind)`,
  'a version without its event': `select i.id, i.version, count(e.id) as events from item i
    join fw_event e on e.object = 'item' and e.record_id = i.id and e.version is not null
    group by i.id having count(e.id) <> i.version or max(e.version) <> i.version`,
  'an effect twice in the history': `select record_id, count(*) from fw_event
    where object = 'effect' and op = 'create' group by record_id having count(*) > 1`,
}

interface Found extends Row {
  id: string
  note: string | null
  count: number | null
  effects: string[]
  runs: number
}

const results = `
select i.id, i.note, i.count::int as count,
  array(select e.name from effect e where e.item = i.id and e.deleted_at is null order by e.name) as effects,
  (select count(*)::int from fw_run r where r.record = i.id) as runs
from item i`

async function wrongItems(db: Database, items: ReadonlyMap<string, Item>): Promise<string[]> {
  const { rows } = await db.query<Found>({ text: results })
  const found = new Map(rows.map(({ id, ...row }) => [id, row]))
  const missing = [...items.keys()].filter((id) => !found.has(id)).map((id) => `item ${id} is gone`)
  const strange = [...found.keys()].filter((id) => !items.has(id)).map((id) => `item ${id} was made twice`)
  const wrong = [...items.values()].flatMap((item) => {
    const { note, count, effects, runs } = found.get(item.id) ?? {}
    const got = JSON.stringify({ note, count, effects: effects?.toSorted(), runs })
    const wanted = expectedOf(item)
    const isRight = got === JSON.stringify({ ...wanted, effects: wanted.effects.toSorted() })
    return isRight ? [] : [`${item.kind} ${item.id} (${item.amount}): ${got}`]
  })
  return [missing, strange, wrong].flatMap((each) => each.slice(0, told))
}

/** Every call arrived, and whatever arrived more than once had the same key: three keys for each item. */
function wrongCalls(items: ReadonlyMap<string, Item>, received: readonly Received[]): string[] {
  const keys = new Map<string, Set<string>>()
  for (const { url, headers, body } of received) {
    const call = `${url} ${body}`
    const known = keys.get(call) ?? new Set()
    keys.set(call, known.add(String(headers['idempotency-key'])))
  }
  const calling = [...items.values()].filter(({ kind }) => kind === 'calling')
  const wanted = calling.flatMap(({ id }) => [
    `/api/orders/${id} {"round":1}`,
    `/api/orders/${id} {"round":2}`,
    `/api/payments/${id} {"round":2}`,
  ])
  const missing = wanted.filter((call) => !keys.has(call)).map((call) => `nobody called ${call}`)
  const doubled = [...keys].filter(([, set]) => set.size > 1).map(([call, set]) => `${call}: ${[...set].join(' ')}`)
  const strange = [...keys.keys()].filter((call) => !wanted.includes(call)).map((call) => `nobody wanted ${call}`)
  return [missing, doubled, strange].flatMap((each) => each.slice(0, told))
}
