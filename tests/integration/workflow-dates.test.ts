import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishDocuments, publishFlow, read, settled, startWorkflows } from '../support/workflow-world.ts'

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

const dayFrom = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const untilDue = (name: string) =>
  flow(name, {
    trigger: { type: 'api' },
    start: 'wait',
    nodes: {
      wait: { step: 'wait', options: { date: 'due', at: '08:00' }, next: 'note' },
      note: { step: 'update-record', options: { values: { note: "'over'" } } },
    },
  })

const change = async (id: string, due: string | null) => {
  const answer = await api.admin.patch(`/api/records/ticket/${id}`, { due })
  expect(answer.status, answer.text).toBeLessThan(300)
}

const waitsUntil = async (id: string): Promise<string | null | undefined> => {
  const { rows } = await api.db.query<{ day: string | null }>({
    text: `select to_char(until at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as day from fw_wait where record = $1`,
    values: [id],
  })
  return rows[0]?.day
}

it('lets a run that waits for a date follow the date when it moves (PLAT-42)', async () => {
  await publishFlow(api, untilDue('follow'))
  const id = await make(api, 'ticket', { name: 'moving', due: dayFrom(20) })
  expect((await api.admin.post('/api/workflows/follow/run', { id })).status).toBeLessThan(300)
  const until = (day: string | null) => vi.waitFor(async () => expect(await waitsUntil(id)).toBe(day), 10_000)
  await until(`${dayFrom(20)} 08:00`)
  for (const days of [30, 10]) {
    await change(id, dayFrom(days))
    await until(`${dayFrom(days)} 08:00`)
  }
  await change(id, null)
  await until(null)
  await change(id, dayFrom(-2))
  await settled(api, 'follow', { states: ['done'] })
  expect((await read(api, 'ticket', id)).note).toBe('over')
}, 60_000)

it('goes on waiting where its moment has come but the date was put off just before', async () => {
  await publishFlow(api, untilDue('put_off'))
  const id = await make(api, 'ticket', { name: 'put off', due: dayFrom(20) })
  expect((await api.admin.post('/api/workflows/put_off/run', { id })).status).toBeLessThan(300)
  await vi.waitFor(async () => expect(await waitsUntil(id)).toBe(`${dayFrom(20)} 08:00`), 10_000)
  await api.db.query({ text: `update fw_wait set until = now() where record = $1`, values: [id] })
  await api.deps.automation.workflows.tick()
  await vi.waitFor(async () => expect(await waitsUntil(id)).toBe(`${dayFrom(20)} 08:00`), 10_000)
  expect((await read(api, 'ticket', id)).note).toBe(null)
}, 30_000)

it('takes the date to have come in a trial', async () => {
  const id = await make(api, 'ticket', { name: 'tried', due: dayFrom(20) })
  const { body } = await api.admin.post('/api/workflows/tried/test-run', { id, workflow: untilDue('tried') })
  expect(body.data.map(({ node, state }: { node: string; state: string }) => [node, state])).toEqual([
    ['wait', 'done'],
    ['note', 'done'],
  ])
})

it('refuses to begin by a date that is not stored, and points to it', async () => {
  const label = { en: 'Loan', 'zh-CN': '借阅' }
  const field = (type: string, more: object = {}) => ({ 'x-field': { type, label, ...more } })
  const loan = {
    name: 'loan',
    'x-object': { label, owner: true, nameField: 'name' },
    properties: {
      name: field('text'),
      lent: field('date'),
      back: field('formula', { expression: 'addDays(lent, 30)' }),
    },
  }
  await publishDocuments(api, { kind: 'object', definition: loan })
  const definition = { ...dated('remind_loan', 'back'), object: 'loan' }
  const { status, body } = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
  expect(status).toBe(422)
  expect(body.problems).toMatchObject([{ pointer: '/trigger/field', code: 'not_possible' }])
  await publishFlow(api, flow('remind_loan', { ...dated('remind_loan', 'lent'), object: 'loan' }))
})
