import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishFlow, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

const dated = (name: string, field = 'due') =>
  flow(name, {
    trigger: { type: 'relative-date', field, days: -3, at: '08:00' },
    vars: { seen: { type: 'text' } },
    start: 'note',
    nodes: { note: { step: 'set-variables', options: { vars: { seen: "'yes'" } } } },
  })

const indexes = async () => {
  const { rows } = await api.db.query<{ definition: string }>({
    text: `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = 'ticket'::regclass`,
  })
  return rows.filter(({ definition }) => definition.endsWith('(due)')).length
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

const scans = (plan: Plan): string[] => [
  ...(plan['Relation Name'] === 'ticket' ? [plan['Node Type']] : []),
  ...(plan.Plans ?? []).flatMap(scans),
]

it('finds what is due among 200,000 records without reading all of them', async () => {
  expect(await indexes()).toBe(0)
  await publishFlow(api, dated('due_few'))
  expect(await indexes()).toBe(1)
  const wanted = await make(api, 'ticket', { name: 'wanted', due: '2030-06-10' })
  await api.db.query({
    text: `insert into ticket (id, name, due, status, created_at)
      select gen_random_uuid(), 'other ' || n, date '2000-01-01' + n % 10000, 'open', now() from generate_series(1, 200000) n`,
  })
  await api.db.query({ text: 'analyze ticket' })
  const asked = vi.spyOn(api.deps.db, 'query')
  await api.deps.automation.workflows.tick(new Date('2030-06-07T00:01:00Z'))
  const found = asked.mock.calls.map(([query]) => query).find(({ text }) => text.includes('from "ticket" r'))!
  asked.mockRestore()
  const { rows } = await api.db.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
    text: `explain (format json) ${found.text}`,
    values: [...(found.values ?? [])],
  })
  const used = scans(rows[0]!['QUERY PLAN'][0].Plan)
  expect(used.length).toBeGreaterThan(0)
  expect(used).not.toContain('Seq Scan')
  const [run] = await settled(api, 'due_few')
  expect(run.record).toBe(wanted)
}, 60_000)

it('drops the index with the last workflow that needs it', async () => {
  await publishFlow(api, dated('due_too'))
  const remove = (name: string) =>
    api.admin.post('/api/metadata/publish', { delete: [{ kind: 'workflow', name }], confirm: true })
  expect((await remove('due_few')).status).toBeLessThan(300)
  expect(await indexes()).toBe(1)
  expect((await remove('due_too')).status).toBeLessThan(300)
  expect(await indexes()).toBe(0)
})
