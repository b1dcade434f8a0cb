import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clientOf, DEMO_PASSWORD, startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'

interface Listed {
  id: string
  rule: string
  label: string
  state: string
  due_at: string
  late_ms: number | null
  record: { id: string; label: string | null }
  responsible: { id: string; label: string }[]
}

let api: ApiServer
let rep: Client

beforeAll(async () => {
  api = await startApi({ content: 'demo' })
  rep = await clientOf((options) => api.send(options), 'sales_rep', DEMO_PASSWORD)
  await api.deps.automation.start()
  await vi.waitFor(async () => expect(await unfilled()).toBe(0), { timeout: 20_000 })
})

/** Rules whose deadlines are not all there yet, and writes that they have not heard of. */
async function unfilled(): Promise<number> {
  const rules = [...api.catalog().deadlines.values()].filter(({ isActive }) => isActive).map(({ name }) => name)
  const { rows } = await api.db.query<{ n: number }>({
    text: `select (select count(*) from fw_outbox)::int + count(*) filter (where r.filled_at is null and r.period is null)::int n
      from unnest($1::text[]) name left join fw_deadline_rule r on r.rule = name`,
    values: [rules],
  })
  return rows[0]!.n
}

afterAll(async () => {
  await api.deps.automation.stop()
  await api.stop()
})

async function listed(client: Client, query: string): Promise<Listed[]> {
  const { status, body } = await client.get(`/api/deadlines${query}`)
  expect(status).toBe(200)
  return body.data as Listed[]
}

test('everybody sees the deadlines of records that he may read, and no others', async () => {
  const own = new Set(
    (await rep.get('/api/records/customer?limit=500&fields=id')).body.data.map((row: { id: string }) => row.id),
  )
  const all = await listed(api.admin, '?object=customer&limit=500&state=open,missed,met,void,paused')
  const seen = await listed(rep, '?object=customer&limit=500&state=open,missed,met,void,paused')
  expect(seen.map((each) => each.record.id)).toEqual(all.map((each) => each.record.id).filter((id) => own.has(id)))
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.length).toBeLessThan(all.length)
  const counts = (await rep.get('/api/deadlines/counts?object=customer')).body as Record<string, number>
  expect(Object.values(counts).reduce((a, b) => a + b)).toBe(seen.length)
})

test('pages follow each other in the order in which they are due', async () => {
  const whole = await listed(api.admin, '?limit=500')
  const first = (await api.admin.get('/api/deadlines?limit=3')).body
  const second = (await api.admin.get(`/api/deadlines?limit=3&after=${first.page.after as string}`)).body
  expect([...first.data, ...second.data].map(({ id }: Listed) => id)).toEqual(whole.slice(0, 6).map(({ id }) => id))
  const times = whole.map((each) => each.due_at)
  expect(times).toEqual(times.toSorted())
})

test('a task has its deadline, with what has happened to it, until it is finished', async () => {
  const found = await api.admin.get("/api/records/user?filter=username == 'sales_rep'&fields=id,employee")
  const [{ id, employee }] = found.body.data as [{ id: string; employee: { id: string } }]
  const made = await api.admin.post('/api/records/task', {
    title: 'Call back',
    assignee: employee.id,
    due_at: '2126-11-20T10:00:00Z',
  })
  expect(made.status).toBe(201)
  const url = `/api/records/task/${made.body.id as string}/deadlines`
  await vi.waitFor(async () => expect((await api.admin.get(url)).body.data).toHaveLength(1), { timeout: 10_000 })
  const [open] = (await api.admin.get(url)).body.data
  expect(open).toMatchObject({
    rule: 'task_due',
    label: 'Finish the task',
    state: 'open',
    due_at: '2126-11-20T10:00:00.000Z',
    late_ms: null,
  })
  expect(open.responsible).toMatchObject([{ id }])
  expect(open.history.map(({ kind }: { kind: string }) => kind)).toEqual(['begun'])
  await api.admin.post(`/api/records/task/${made.body.id as string}/transitions/finish`, {})
  await vi.waitFor(async () => expect((await api.admin.get(url)).body.data[0].state).toBe('met'), { timeout: 10_000 })
})

test('a rule can be tried on a moment', async () => {
  const tried = await api.admin.post('/api/metadata/deadlines/preview', {
    rule: 'task_due',
    start: '2026-11-20T10:00:00+08:00',
  })
  expect(tried.status).toBe(200)
  expect(tried.body).toMatchObject({ due: '2026-11-20T02:00:00.000Z', calendar: 'china' })
  expect(tried.body.moments).toMatchObject([
    { what: 'reminder', at: '2026-11-19T01:00:00.000Z' },
    { what: 'reminder', at: '2026-11-20T00:00:00.000Z' },
    { what: 'due' },
    { what: 'escalation', at: '2026-11-23T01:00:00.000Z' },
  ])
})

const preview = (body: object) => api.admin.post('/api/metadata/deadlines/preview', body)

test('wrong questions are refused with a reason', async () => {
  const codes = await Promise.all(
    ['?state=late', '?mine=1', '?object=nothing', '?limit=0', '?after=x', '?other=1', '?id=x'].map(
      async (query) => (await api.admin.get(`/api/deadlines${query}`)).body.code,
    ),
  )
  expect(codes).toEqual([
    'invalid_parameter',
    'invalid_parameter',
    'not_found',
    'invalid_parameter',
    'invalid_cursor',
    'unknown_parameter',
    'not_found',
  ])
  expect((await preview({ rule: 'nothing', start: '2026-11-20T10:00:00Z' })).status).toBe(404)
  expect((await preview({ rule: 'task_due', start: 'soon' })).body.code).toBe('invalid_parameter')
  expect((await rep.post('/api/metadata/deadlines/preview', {})).status).toBe(403)
})

test('a year of a calendar is brought as a file, and counts at once', async () => {
  const url = '/api/metadata/calendars/china/years/2027'
  const csv = 'date,working,name\n2027-01-01,no,元旦\n2027-01-02,no,元旦\n2027-01-03,yes,\n'
  expect(await api.admin.put(url, { csv })).toMatchObject({ status: 200, body: { days: 3 } })
  const { days, years } = api.catalog().calendars.get('china')!
  expect([days.get('2027-01-02')!.hours.length, days.get('2027-01-03')!.hours.length, years.has(2025)]).toEqual([
    0,
    2,
    true,
  ])
  const again = { days: [{ date: '2027-01-01', working: false, name: 'New Year' }] }
  expect((await api.admin.put(url, again)).status).toBe(200)
  expect(api.catalog().calendars.get('china')!.days.has('2027-01-02')).toBe(false)
  const wrong = await Promise.all(
    [{ csv: '2027-01-01,maybe' }, { days: [{ date: 1 }] }, { days: [{ date: '2027-02-30', working: false }] }, {}].map(
      async (body) => (await api.admin.put(url, body)).status,
    ),
  )
  expect(wrong).toEqual([422, 422, 422, 400])
  expect((await rep.put(url, again)).status).toBe(403)
})

test('deadlines of one rule are listed and counted without those of others', async () => {
  const all = await listed(api.admin, '?limit=500&state=open,missed,met,void,paused')
  const rule = all[0]!.rule
  const own = await listed(api.admin, `?limit=500&state=open,missed,met,void,paused&rule=${rule}`)
  expect(own.map(({ id }) => id)).toEqual(all.filter((each) => each.rule === rule).map(({ id }) => id))
  expect(own.length).toBeLessThan(all.length)
  const counts = (await api.admin.get(`/api/deadlines/counts?rule=${rule}`)).body as Record<string, number>
  expect(Object.values(counts).reduce((a, b) => a + b)).toBe(own.length)
  expect(await listed(api.admin, '?rule=none')).toEqual([])
})
