import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { publishBills } from '../support/bill-objects.ts'
import { ticket } from '../support/ticket-object.ts'

const url = '/api/records/ticket'
const JSON_TYPE = 'application/json; charset=utf-8'

let api: ApiServer
let ids: string[]

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await publishBills(api)
  await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  const create = Array.from({ length: 61 }, (_, at) => ({
    subject: `T${String(at).padStart(2, '0')}`,
    code: `C${at}`,
    amount: at % 7,
    count: at % 3,
    due: `2026-${at % 2 ? '01' : '02'}-15`,
  }))
  const made = await api.admin.post(`${url}/batch`, { create, update: [], delete: [], atomic: true })
  expect(made, made.text).toMatchObject({ status: 200, headers: { 'content-type': JSON_TYPE } })
  ids = (await list({ fields: 'id', sort: 'subject', limit: '500' })).body.data.map(({ id }: { id: string }) => id)
})
afterAll(() => api.stop())

const list = (query: Record<string, string> = {}) => api.admin.get(`${url}?${new URLSearchParams(query)}`)
const subjects = ({ body }: Answer): string[] => body.data.map(({ subject }: { subject: string }) => subject)
const problems = ({ body }: Answer) =>
  body.problems.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)

describe('GET /api/records/{object}', () => {
  test('gives 50 records unless asked for another number, up to 500', async () => {
    expect((await list()).body.data).toHaveLength(50)
    expect((await list({ limit: '500' })).body.data).toHaveLength(61)
    for (const limit of ['0', '501', '-1', '1.5', 'all'])
      expect(await list({ limit })).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } })
  })

  test('its pages are all records once, in order, and `after` is null on the last', async () => {
    const seen: string[] = []
    let after: string | null = null
    let pages = 0
    do {
      const more: Record<string, string> = after === null ? {} : { after }
      const page: Answer = await list({ sort: '-amount,subject', fields: 'subject,amount', limit: '20', ...more })
      expect(page.headers['content-type']).toBe(JSON_TYPE)
      seen.push(...subjects(page))
      after = page.body.page.after
      pages += 1
    } while (after !== null)
    expect([pages, seen.length, new Set(seen).size]).toEqual([4, 61, 61])
    expect(seen).toEqual(subjects(await list({ sort: '-amount,subject', limit: '500' })))
  })

  test('the address of the next page stands in `Link` too, and there is none on the last', async () => {
    const filter = encodeURIComponent("subject != 'T99'")
    const first = await api.admin.get(`/api/records/ticket?limit=40&sort=subject&filter=${filter}`)
    const next = /^<(\/api\/records\/ticket\?.+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? ''
    const second = await api.admin.get(next)
    expect(second.body.data).toHaveLength(21)
    expect(second.headers.link).toBeUndefined()
    expect(second.body.data[0].subject > first.body.data.at(-1).subject).toBe(true)
  })

  test('`after` is null also when the last page is full', async () => {
    expect((await list({ limit: '61' })).body.page.after).toBeNull()
    expect((await list({ filter: "subject == 'T01'", limit: '1' })).body.page.after).toBeNull()
    expect((await list({ filter: 'false' })).body).toMatchObject({ data: [], page: { after: null } })
  })

  test('counts none, about or exactly', async () => {
    expect((await list()).body.page.count).toBeNull()
    expect((await list({ count: 'none' })).body.page.count).toBeNull()
    expect((await list({ count: 'exact', filter: 'count == 1', limit: '1' })).body.page.count).toBe(20)
    expect((await list({ count: 'estimated' })).body.page.count).toEqual(expect.any(Number))
  })

  test('gives the fields asked for, lookups as id and label unless a path is asked for', async () => {
    await api.admin.patch(`${url}/${ids[1]}`, { parent: ids[0] })
    const fields = 'subject,parent,parent.amount'
    const [row] = (await list({ filter: "subject == 'T01'", fields })).body.data
    expect(row).toEqual({ subject: 'T01', parent: { id: ids[0], label: 'T00' }, 'parent.amount': 0 })
  })

  test('refuses a field that there is not, wherever it stands', async () => {
    const asked = ['fields=nme', 'sort=-nme', 'filter=nme+==+1', 'fields=parent.nme']
    for (const query of asked)
      expect(await api.admin.get(`${url}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'unknown_field', status: 400 },
      })
  })

  test('tells where an expression is not one', async () => {
    const { status, body } = await list({ filter: 'amount >' })
    expect([status, body.code]).toEqual([400, 'invalid_expression'])
    expect(body.problems[0].params.position).toMatchObject({ offset: 8, line: 1 })
  })

  test('expands lines with a limit and an order of their own', async () => {
    const lines = [1, 2, 3, 4].map((quantity) => ({ item: `i${quantity}`, quantity, price: 10 }))
    const made = await api.admin.post('/api/records/bill', { title: 'B', lines })
    expect(made.status, made.text).toBe(201)
    const { body } = await api.admin.get('/api/records/bill?expand=lines(limit:2,sort:-quantity,fields:item)')
    expect(body.data[0].lines).toEqual([{ item: 'i4' }, { item: 'i3' }])
  })
})

describe('one record', () => {
  test('has the system fields, its version as ETag, and says when it did not change', async () => {
    const { headers, body } = await api.admin.get(`${url}/${ids[5]}`)
    expect(headers).toMatchObject({ etag: '"1"', 'content-type': JSON_TYPE })
    const who = { id: expect.any(String), label: expect.any(String) }
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/)
    const system = {
      id: ids[5],
      version: 1,
      created_at: at,
      created_by: who,
      updated_at: at,
      updated_by: who,
      owner: who,
    }
    expect(body).toMatchObject(system)
    expect((await api.admin.get(`${url}/${ids[5]}`, { 'if-none-match': '"1"' })).status).toBe(304)
  })

  test('POST answers 201 with the place and the whole record, computed values included', async () => {
    const made = await api.admin.post(url, { subject: 'New', amount: 2.5 })
    expect(made).toMatchObject({ status: 201, headers: { location: `${url}/${made.body.id}`, etag: '"1"' } })
    expect(made.body).toMatchObject({ subject: 'New', twice: 5, status: 'open', version: 1, due: null })
    await api.admin.delete(`${url}/${made.body.id}`)
  })

  test('PATCH merges, raises the version by one, checks If-Match only when it is sent', async () => {
    const one = `${url}/${ids[6]}`
    expect(await api.admin.patch(one, { count: 9 })).toMatchObject({ status: 200, body: { count: 9, version: 2 } })
    const stale = await api.admin.patch(one, { count: 1 }, { 'if-match': '"1"' })
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale_version' } })
    const fresh = await api.admin.patch(one, { due: null }, { 'if-match': '"2"' })
    expect(fresh).toMatchObject({
      status: 200,
      headers: { etag: '"3"' },
      body: { due: null, count: 9, subject: 'T06' },
    })
  })

  test('DELETE answers 204 without a body, and the record waits in the recycle bin', async () => {
    const { body } = await api.admin.post(url, { subject: 'Gone' })
    const gone = await api.admin.delete(`${url}/${body.id}`)
    expect([gone.status, gone.text]).toEqual([204, ''])
    const again = await Promise.all([api.admin.get(`${url}/${body.id}`), api.admin.delete(`${url}/${body.id}`)])
    expect(again.map(({ status }) => status)).toEqual([404, 404])
    expect((await api.admin.get('/api/recycle-bin')).body.data).toContainEqual(expect.objectContaining({ id: body.id }))
    const back = await api.admin.post(`/api/recycle-bin/ticket/${body.id}/restore`)
    expect(back).toMatchObject({ status: 200, body: { id: body.id, subject: 'Gone' } })
    await api.admin.delete(`${url}/${body.id}`)
  })

  test('every problem of a write is told at once, with its place', async () => {
    const answer = await api.admin.post(url, { amount: 'x', count: -1, due: '2026-02-30', parent: 'y', nope: 1 })
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect(problems(answer).sort()).toEqual([
      '/amount wrong_type',
      '/count too_small',
      '/due wrong_format',
      '/nope unknown_field',
      '/parent wrong_format',
      '/subject required',
    ])
  })

  test('a value that must be the only one is a duplicate', async () => {
    const answer = await api.admin.post(url, { subject: 'Twice', code: 'C3' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'duplicate' } })
  })

  test('what nobody has is 404, in every way of asking', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000'
    const asked = await Promise.all([
      api.admin.get(`${url}/${nobody}`),
      api.admin.patch(`${url}/${nobody}`, { count: 1 }),
      api.admin.delete(`${url}/${nobody}`),
      api.admin.get(`${url}/${nobody}/history`),
      api.admin.post(`${url}/${nobody}/transitions/finish`, {}),
      api.admin.post(`${url}/${nobody}/restore`, { version: 1 }),
      api.admin.post(`/api/recycle-bin/ticket/${nobody}/restore`),
      api.admin.get('/api/records/nothing'),
      api.admin.get(`${url}/not-an-id`),
    ])
    expect(asked.map(({ status, body }) => `${status} ${body.code}`)).toEqual(asked.map(() => '404 not_found'))
  })
})

const upsert = (values: object) => api.admin.put(`${url}?key=code`, { code: 'UP', ...values })

describe('many at once', () => {
  test('an atomic batch creates, updates and deletes in one, or does nothing', async () => {
    const create = [{ subject: 'b1' }, { subject: 'b2' }]
    const bad = await api.admin.post(`${url}/batch`, { create: [...create, {}, { count: -1 }] })
    expect(bad.status).toBe(422)
    expect(problems(bad).sort()).toEqual([
      '/create/2/subject required',
      '/create/3/count too_small',
      '/create/3/subject required',
    ])
    expect((await list({ filter: "startsWith(subject, 'b')" })).body.data).toEqual([])
    const good = await api.admin.post(`${url}/batch`, {
      create,
      update: [{ id: ids[7], count: 70 }],
      delete: [ids[8]],
      atomic: true,
    })
    expect(good, good.text).toMatchObject({ status: 200 })
    expect((await list({ filter: "startsWith(subject, 'b')" })).body.data).toHaveLength(2)
    expect((await api.admin.get(`${url}/${ids[7]}`)).body.count).toBe(70)
    expect((await api.admin.get(`${url}/${ids[8]}`)).status).toBe(404)
  })

  test('PUT with a key creates once and merges afterwards', async () => {
    expect(await upsert({ subject: 'first', count: 1 })).toMatchObject({ status: 201, body: { version: 1 } })
    expect(await upsert({ subject: 'second' })).toMatchObject({ status: 200, body: { version: 2, count: 1 } })
    for (const key of ['subject', 'nothing', ''])
      expect((await api.admin.put(`${url}?key=${key}`, { subject: 's' })).status).toBe(400)
  })

  test('figures are grouped by fields and by parts of dates, filtered, sorted and limited', async () => {
    const query = new URLSearchParams({
      measures: 'count(),sum(amount)',
      group: 'status,month(due)',
      filter: "startsWith(subject, 'T') && due != null",
      sort: '-count()',
    })
    const { body } = await api.admin.get(`${url}/aggregate?${query}`)
    const rows = (await list({ filter: "startsWith(subject, 'T') && due != null", limit: '500' })).body.data
    const of = (month: string) => rows.filter(({ due }: { due: string }) => due.startsWith(month))
    const sum = (month: string) =>
      of(month).reduce((total: number, { amount }: { amount: number }) => total + amount, 0)
    const figures = ['2026-01', '2026-02'].map((month) => [of(month).length, sum(month)])
    expect(body.data.map((row: Record<string, unknown>) => [row['count()'], row['sum(amount)']]).sort()).toEqual(
      figures.sort(),
    )
    expect(Object.keys(body.data[0]).sort()).toEqual(['count()', 'month(due)', 'status', 'sum(amount)'])
    expect((await api.admin.get(`${url}/aggregate?${query}&limit=1`)).body.data).toHaveLength(1)
    expect((await api.admin.get(`${url}/aggregate`)).status).toBe(400)
  })
})

describe('forms, states and history', () => {
  test.each(['create', 'update'])(
    'the schema to %s has JSON Schema, layout and rights of every field',
    async (mode) => {
      const { status, body } = await api.admin.get(`${url}/schema?mode=${mode}`)
      expect(status).toBe(200)
      expect(body.schema).toMatchObject({ type: 'object', properties: { subject: { type: 'string', maxLength: 200 } } })
      expect(body.layout.blocks).toEqual(expect.any(Object))
      expect(body.fields.twice).toMatchObject({ writable: false, readable: true })
      expect(body.fields.subject).toMatchObject({ writable: true, required: true })
    },
  )

  test('an unknown mode is refused', async () => {
    expect((await api.admin.get(`${url}/schema?mode=sideways`)).body.code).toBe('invalid_parameter')
  })

  test('a transition is possible from its states only, with what it requires', async () => {
    const one = `${url}/${ids[10]}`
    const finish = (values = {}) => api.admin.post(`${one}/transitions/finish`, values)
    await api.admin.patch(one, { due: null })
    expect(problems(await finish())).toEqual(['/due required'])
    expect(await finish({ due: '2026-05-05' })).toMatchObject({ status: 200, body: { status: 'done' } })
    expect((await finish()).status).toBe(409)
    expect((await api.admin.post(`${one}/transitions/nothing`, {})).status).toBe(404)
    expect((await api.admin.patch(one, { status: 'open' })).status).toBe(422)
  })

  test('history tells who changed what from what, and a version or a moment comes back', async () => {
    const one = `${url}/${ids[11]}`
    const { body: before } = await api.admin.get(one)
    await api.admin.patch(one, { count: 100 })
    await api.admin.patch(one, { count: 101, amount: 6.5 })
    const { body } = await api.admin.get(`${one}/history`)
    expect(body.data[0]).toMatchObject({ op: 'update', version: 3, changes: { count: [100, 101] } })
    expect(body.data.at(-1)).toMatchObject({ op: 'create', version: 1 })
    const back = await api.admin.post(`${one}/restore`, { version: 2 })
    expect(back).toMatchObject({ status: 200, body: { count: 100, amount: before.amount, version: 4 } })
    const first = await api.admin.post(`${one}/restore`, { at: before.updated_at })
    expect(first).toMatchObject({ status: 200, body: { count: before.count, version: 5 } })
    expect((await api.admin.post(`${one}/restore`, { version: 99 })).status).toBe(404)
  })
})
