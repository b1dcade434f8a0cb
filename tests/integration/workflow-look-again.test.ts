import type { Queryable } from '@fieldwork/database'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishFlow, settled, startWorkflows } from '../support/workflow-world.ts'

type Query = Parameters<Queryable['query']>[0]

let api: ApiServer
beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

const waiting = (condition: string) =>
  flow('patient', {
    trigger: { type: 'api' },
    start: 'wait',
    nodes: { wait: { step: 'wait', options: { until: condition } } },
  })

/** More runs that wait as the one does that there is, looked at so long ago. */
const copy = async (count: number, ago: string) => {
  await api.db.query({
    text: `with run as (
        insert into fw_run select (jsonb_populate_record(null::fw_run,
          to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'key', null))).*
        from (select * from fw_run where workflow = 'patient' order by id limit 1) r, generate_series(1, $1::int)
        returning id)
      insert into fw_run_step select (jsonb_populate_record(null::fw_run_step,
        to_jsonb(s) || jsonb_build_object('run', run.id))).*
      from run, (select * from fw_run_step where state = 'waiting' order by run limit 1) s`,
    values: [count],
  })
  await api.db.query({
    text: `insert into fw_wait select (jsonb_populate_record(null::fw_wait,
        to_jsonb(w) || jsonb_build_object('run', s.run, 'looked_at', now() - $1::interval))).*
      from fw_run_step s, (select * from fw_wait order by run limit 1) w
      where s.state = 'waiting' and not exists (select from fw_wait o where o.run = s.run)`,
    values: [ago],
  })
}

const queued = async (): Promise<number> => {
  const { rows } = await api.db.query<{ n: number }>({
    text: `select count(*)::int as n from fw_run_step where state = 'queued'`,
  })
  return rows[0]!.n
}

/** One look, and what it asked. */
async function look(): Promise<Query[]> {
  const asked: Query[] = []
  const transaction = api.deps.db.transaction.bind(api.deps.db)
  const heard = (tx: Queryable): Queryable => ({
    ...tx,
    query: (query) => {
      asked.push(query)
      return tx.query(query)
    },
  })
  const spy = vi
    .spyOn(api.deps.db, 'transaction')
    .mockImplementation((work) => transaction((tx) => work({ ...tx, ...heard(tx) })))
  await api.deps.automation.workflows.tick()
  spy.mockRestore()
  return asked
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  Plans?: Plan[]
}
const parts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(parts)]

it('finds those that have to look again among 30,000 waits without reading all of them', async () => {
  await publishFlow(api, waiting('count == 7'))
  await api.admin.post('/api/workflows/patient/run', { id: await make(api, 'ticket', { name: 'one' }) })
  await settled(api, 'patient', { states: ['waiting'] })
  await api.deps.automation.stop()
  await copy(30_000, '10 minutes')
  await api.db.query({ text: 'analyze fw_run, fw_run_step, fw_wait' })
  await copy(20, '2 hours')
  const asked = (await look()).find(({ text }) => text.includes('looked_at'))!
  expect(await queued()).toBe(20)
  const { rows } = await api.db.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
    text: `explain (analyze, format json) ${asked.text}`,
    values: [...(asked.values ?? [])],
  })
  const read = parts(rows[0]!['QUERY PLAN'][0].Plan).filter((part) => part['Relation Name']?.startsWith('fw_'))
  expect(read.map((part) => part['Node Type'])).not.toContain('Seq Scan')
  expect(Math.max(...read.map((part) => part['Actual Rows']))).toBeLessThan(100)
}, 60_000)

it('looks at so many at a time until each has had its turn', async () => {
  await api.db.query({
    text: `delete from fw_run_step s where state = 'queued' or (state = 'waiting' and run not in (
      select run from fw_run_step where state = 'waiting' order by run limit 2500))`,
  })
  await api.db.query({ text: `update fw_wait set looked_at = now() - interval '10 minutes'` })
  await publishFlow(api, waiting('count == 8'))
  for (const found of [1_000, 2_000, 2_500, 2_500]) {
    await look()
    expect(await queued()).toBe(found)
  }
}, 60_000)
