import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

const url = '/api/records/ticket'
const nowhere = '01900000-0000-7000-8000-000000000000'

let api: ApiServer
beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  expect(published.text).toMatch(/"revision"/)
})
afterAll(() => api.stop())

async function create(values: object = {}): Promise<{ id: string; version: number }> {
  const made = await api.admin.post(url, { subject: 'Pump', ...values })
  expect(made.status).toBe(201)
  return made.body
}

const codeOf = ({ status, body }: Answer): [number, string] => [status, body.code]

test('a new record answers 201 with its address and version', async () => {
  const made = await api.admin.post(url, { subject: 'Valve', amount: 12.5, due: '2026-12-31' })
  expect(made.status).toBe(201)
  expect(made.headers).toMatchObject({ location: `${url}/${made.body.id}`, etag: '"1"' })
  expect(made.body).toMatchObject({ subject: 'Valve', status: 'open', version: 1, twice: expect.anything() })
  const read = await api.admin.get(`${url}/${made.body.id}`)
  expect(read.body).toEqual(made.body)
  expect(read.headers.etag).toBe('"1"')
})

test('who has the version already is told so with 304', async () => {
  const { id } = await create()
  const known = await api.admin.get(`${url}/${id}`, { 'if-none-match': '"1"' })
  expect([known.status, known.text, known.headers.etag]).toEqual([304, '', '"1"'])
  expect((await api.admin.get(`${url}/${id}`, { 'if-none-match': '"7"' })).status).toBe(200)
})

test.each(['"1"', 'W/"1"', '1'])('If-Match: %s lets the first of two writers through', async (version) => {
  const { id } = await create()
  const change = () => api.admin.patch(`${url}/${id}`, { count: 1 }, { 'if-match': version })
  expect(await change()).toMatchObject({ status: 200, body: { version: 2, count: 1 }, headers: { etag: '"2"' } })
  expect(codeOf(await change())).toEqual([409, 'stale_version'])
})

test('a merge patch may say what it is, and null empties a field', async () => {
  const { id } = await create({ amount: 3 })
  const type = { 'content-type': 'application/merge-patch+json' }
  const patched = await api.send({
    method: 'PATCH',
    url: `${url}/${id}`,
    headers: { ...type, ...(await bearer()) },
    payload: '{"amount":null}',
  })
  expect(patched).toMatchObject({ status: 200, body: { amount: null, subject: 'Pump' } })
})

test('a deleted record waits in the recycle bin and comes back (PLAT-85)', async () => {
  const { id } = await create({ subject: 'Lost and found' })
  expect((await api.admin.delete(`${url}/${id}`, { 'if-match': '"1"' })).status).toBe(204)
  expect((await api.admin.get(`${url}/${id}`)).status).toBe(404)
  const bin = await api.admin.get('/api/recycle-bin?object=ticket')
  expect(bin.body.data).toContainEqual(expect.objectContaining({ object: 'ticket', id, label: 'Lost and found' }))
  expect((await api.admin.post(`/api/recycle-bin/ticket/${id}/restore`)).status).toBe(200)
  expect((await api.admin.get(`${url}/${id}`)).body.subject).toBe('Lost and found')
})

test('a list filters, sorts, selects, counts and goes on where it stopped', async () => {
  for (const count of [1, 2, 3, 4, 5]) await create({ subject: 'Listed', count })
  const query = `${url}?filter=${encodeURIComponent('subject == "Listed" && count > 1')}&sort=-count&fields=id,count,owner.username`
  const first = await api.admin.get(`${query}&limit=3&count=exact`)
  expect(first.body.data.map(({ count }: { count: number }) => count)).toEqual([5, 4, 3])
  expect(first.body.page.count).toBe(4)
  expect(first.body.data[0]).toMatchObject({ id: expect.any(String), 'owner.username': 'admin' })
  const next = await api.admin.get(`${query}&limit=3&after=${encodeURIComponent(first.body.page.after)}`)
  expect(next.body).toMatchObject({ data: [{ count: 2 }], page: { after: null } })
})

test('figures are grouped and measured in the database', async () => {
  await create({ subject: 'Figure', amount: 10, urgent: true })
  await create({ subject: 'Figure', amount: 32, urgent: true })
  const filter = encodeURIComponent('subject == "Figure"')
  const answer = await api.admin.get(`${url}/aggregate?measures=count(),sum(amount)&group=urgent&filter=${filter}`)
  expect(answer.body.data).toEqual([{ urgent: true, 'count()': 2, 'sum(amount)': expect.anything() }])
  expect(Number(answer.body.data[0]['sum(amount)'])).toBe(42)
  expect(codeOf(await api.admin.get(`${url}/aggregate`))).toEqual([400, 'invalid_parameter'])
})

test('a transition moves the state and asks for what it requires', async () => {
  const { id } = await create()
  const finish = (values?: object) => api.admin.post(`${url}/${id}/transitions/finish`, values)
  expect(await finish()).toMatchObject({
    status: 409,
    body: { code: 'transition_not_allowed', problems: [{ pointer: '/due', code: 'required' }] },
  })
  expect(await finish({ due: '2026-12-01' })).toMatchObject({
    status: 200,
    body: { status: 'done', due: '2026-12-01' },
  })
  expect(codeOf(await finish())).toEqual([409, 'transition_not_allowed'])
  expect((await api.admin.post(`${url}/${id}/transitions/explode`)).status).toBe(404)
})

test('history tells who changed what, and an earlier version can be brought back (PLAT-82)', async () => {
  const { id } = await create({ subject: 'First' })
  await api.admin.patch(`${url}/${id}`, { subject: 'Second' })
  const history = await api.admin.get(`${url}/${id}/history`)
  expect(history.body.data[0]).toMatchObject({ version: 2, changes: { subject: ['First', 'Second'] } })
  const restored = await api.admin.post(`${url}/${id}/restore`, { version: 1 })
  expect(restored).toMatchObject({ status: 200, body: { subject: 'First', version: 3 } })
  expect((await api.admin.post(`${url}/${id}/restore`, { version: 1, at: '2026-01-01T00:00:00Z' })).status).toBe(400)
})

test('a form gets schema, layouts, views and a validator that needs no eval', async () => {
  const schema = await api.admin.get(`${url}/schema?mode=create`)
  expect(schema.body).toMatchObject({ object: 'ticket', label: 'Ticket', mode: 'create', nameField: 'subject' })
  expect(schema.body.operations).toContain('create')
  const code = await api.admin.get(schema.body.validator)
  expect(code.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(code.text).toContain('export default')
  expect(code.text).not.toMatch(/\beval\(|new Function/)
  const views = await api.admin.get(`${url}/views`)
  expect(views.body.views[0]).toMatchObject({ object: 'ticket', type: 'table' })
})

test('a batch writes everything or nothing', async () => {
  const [changed, deleted] = [await create(), await create()]
  const stored = await countTickets()
  const write = (version: number) =>
    api.admin.post(`${url}/batch`, {
      create: [{ subject: 'Batch 1' }, { subject: 'Batch 2' }],
      update: [{ id: changed.id, version, subject: 'Batched' }],
      delete: [deleted.id],
    })
  const refused = await write(9)
  expect(codeOf(refused)).toEqual([409, 'stale_version'])
  expect(await countTickets()).toBe(stored)
  const written = await write(1)
  expect(written).toMatchObject({
    status: 200,
    body: { update: [{ id: changed.id, version: 2 }], delete: [{ id: deleted.id }] },
  })
  expect(written.body.create).toHaveLength(2)
  expect(await countTickets()).toBe(stored + 1)
})

test('the problems of a batch point into its body', async () => {
  const answer = await api.admin.post(`${url}/batch`, { create: [{ subject: 'Good' }, { subject: 1, count: -1 }] })
  expect(answer.status).toBe(422)
  expect(answer.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
    '/create/1/count',
    '/create/1/subject',
  ])
})

test('an atomic batch tells which reference does not exist', async () => {
  const { id } = await create()
  const answer = await api.admin.post(`${url}/batch`, {
    create: [{ subject: 'Good' }, { subject: 'Orphan', parent: nowhere }],
    update: [{ id, count: 1 }],
  })
  expect(answer).toMatchObject({ status: 422, body: { problems: [{ pointer: '/create/1/parent' }] } })
})

test('a batch that is not atomic writes what it can', async () => {
  const answer = await api.admin.post(`${url}/batch`, {
    create: [{ subject: 'Kept' }, { count: 1 }],
    delete: [nowhere],
    atomic: false,
  })
  expect(answer.status).toBe(200)
  expect(answer.body.create).toEqual([
    { status: 201, id: expect.any(String), version: 1 },
    expect.objectContaining({ status: 422, code: 'validation_failed', problems: expect.any(Array) }),
  ])
  expect(answer.body.delete).toEqual([expect.objectContaining({ status: 404, code: 'not_found' })])
})

test('ten thousand records arrive in one request', async () => {
  const stored = await countTickets()
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ subject: `Bulk ${n}`, amount: n / 100, count: n }))
  const answer = await api.admin.post(`${url}/batch`, { create: rows })
  expect(answer.status).toBe(200)
  expect(new Set(answer.body.create.map(({ id }: { id: string }) => id)).size).toBe(10_000)
  expect(await countTickets()).toBe(stored + 10_000)
})

test('a value that is taken is a duplicate, whoever is first', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => api.admin.post(url, { subject: 'Same', code: 'same' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
})

test('rows that a role does not show do not exist for its users', async () => {
  const rep = await api.as('rep', ['sales_rep'])
  const { id } = await create()
  expect(codeOf(await rep.get(`${url}/${id}`))).toEqual([403, 'forbidden'])
  expect(codeOf(await rep.get('/api/records/customer/' + nowhere))).toEqual([404, 'not_found'])
  expect((await rep.get('/api/records/customer')).body.data).toEqual([])
})

async function countTickets(): Promise<number> {
  const { body } = await api.admin.get(`${url}/aggregate?measures=count()`)
  return Number(body.data[0]['count()'])
}

async function bearer(): Promise<Record<string, string>> {
  const { body } = await api.admin.post('/api/tokens', { name: 'raw' })
  return { authorization: `Bearer ${body.token}` }
}
