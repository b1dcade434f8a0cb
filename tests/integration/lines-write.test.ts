import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { publishBills } from '../support/bill-objects.ts'

type Row = Record<string, unknown>

let api: ApiServer
let biller: Client

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await publishBills(api)
  biller = await api.as('biller', ['biller'])
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const line = (item: string, quantity = 1, more: object = {}) => ({ item, quantity, price: 2, ...more })

async function bill(lines: object[], by = biller): Promise<{ id: string; url: string; lines: Row[]; version: number }> {
  const made = await by.post('/api/records/bill', { title: 'Bill', lines })
  expect(made, made.text).toMatchObject({ status: 201 })
  return { ...made.body, url: `/api/records/bill/${made.body.id}` }
}

const read = async (url: string) =>
  (await biller.get(`${url}?expand=lines(limit:500,expand:parts)`)).body as { version: number; lines: Row[] }
const items = (lines: Row[]) => lines.map(({ item, place }) => [item, place])
const problems = ({ body }: Answer) => body.problems.map(({ pointer, code }: Row) => `${pointer} ${code}`)
const noBills = async () => (await biller.get('/api/records/bill/aggregate?measures=count()')).body.data[0]['count()']

describe('creating with lines (PLAT-2, PLAT-10)', () => {
  test('stores all of it, in the order sent, and answers with it', async () => {
    const made = await bill([line('a', 2), { ...line('b'), parts: [{ name: 'p' }, { name: 'q' }] }])
    expect(items(made.lines)).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(made.lines[0]).toMatchObject({ amount: 4, bill: { id: made.id, label: 'Bill' }, version: 1 })
    const [, second] = (await read(made.url)).lines
    expect((second!.parts as Row[]).map(({ name }) => name)).toEqual(['p', 'q'])
    const history = await biller.get(`/api/records/bill_line/${String(made.lines[0]!.id)}/history`)
    expect(history.body.data).toMatchObject([
      { op: 'create', changes: { item: [null, 'a'], bill: [null, { id: made.id }] } },
    ])
  })

  test('tells every problem at once and stores nothing', async () => {
    const before = await noBills()
    const answer = await biller.post('/api/records/bill', {
      nonsense: 1,
      lines: [
        line('fine'),
        { item: 'x', quantity: 0, place: 1 },
        7,
        { quantity: 1, id: 'a', bill: 'b', parts: [{ nme: 1 }, null] },
      ],
    })
    expect(answer.status).toBe(422)
    expect(problems(answer).sort()).toEqual(
      [
        '/title required',
        '/nonsense unknown_field',
        '/lines/1/quantity too_small',
        '/lines/2 type',
        '/lines/3/id unknown_line',
        '/lines/3/bill other_master',
        '/lines/3/item required',
        '/lines/3/parts/0/nme unknown_field',
        '/lines/3/parts/1 type',
      ].sort(),
    )
    expect(await noBills()).toBe(before)
  })

  test('points at the line that only the database can refuse, and stores nothing', async () => {
    const before = await noBills()
    const product = '01934f5a-7c1e-7abc-8def-0123456789ab'
    const answer = await biller.post('/api/records/bill', { title: 'x', lines: [line('a'), line('b', 1, { product })] })
    expect([answer.status, problems(answer)]).toEqual([422, ['/lines/1/product unknown_reference']])
    const dear = await biller.post('/api/records/bill', {
      title: 'x',
      lines: [line('a'), line('b'), line('c', 1, { price: 1001 })],
    })
    expect([dear.status, problems(dear)]).toEqual([422, ['/lines/2/price rule']])
    expect(await noBills()).toBe(before)
  })

  test.each<[string, unknown]>([
    ['a word', 'x'],
    ['null', null],
    ['an object', {}],
    ['deep nonsense', [[[[]]]]],
    ['prototypes', [{ __proto__: 1, constructor: 2 }]],
    ['too many', Array.from({ length: 201 }, () => line('x'))],
  ])('refuses %s for lines', async (_, lines) => {
    const answer = await biller.post('/api/records/bill', { title: 'x', lines })
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed'])
  })

  test('stores a hundred lines at once, each with its event', async () => {
    const { events: before } = (
      await api.db.query<{ events: string }>({ text: 'select count(*) as events from fw_event' })
    ).rows[0]!
    const started = performance.now()
    const made = await bill(Array.from({ length: 100 }, (_, at) => line(`item ${at}`)))
    const took = performance.now() - started
    expect(made.lines).toHaveLength(100)
    const { events: after } = (
      await api.db.query<{ events: string }>({ text: 'select count(*) as events from fw_event' })
    ).rows[0]!
    expect(Number(after) - Number(before)).toBe(101)
    expect(took).toBeLessThan(2000)
  })

  test('works in a batch too, all or none', async () => {
    const before = await noBills()
    const create = [
      { title: 'One', lines: [line('a')] },
      { title: 'Two', lines: [line('b', 0)] },
    ]
    const refused = await biller.post('/api/records/bill/batch', { create })
    expect([refused.status, problems(refused)]).toEqual([422, ['/create/1/lines/0/quantity too_small']])
    expect(await noBills()).toBe(before)
    const made = await biller.post('/api/records/bill/batch', { create: [create[0], { title: 'None' }] })
    expect(items((await read(`/api/records/bill/${made.body.create[0].id}`)).lines)).toEqual([['a', 1]])
  })

  test('counts lines that are made one by one or in a batch', async () => {
    const { id, url } = await bill([line('a')])
    await biller.post('/api/records/bill_line', { bill: id, ...line('b') })
    await biller.post('/api/records/bill_line/batch', {
      create: [
        { bill: id, ...line('c') },
        { bill: id, ...line('d') },
      ],
    })
    expect(items((await read(url)).lines)).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ])
  })
})

describe('changing lines', () => {
  test('takes the list as the new whole: changes, adds, removes and orders', async () => {
    const { url, lines } = await bill([line('a'), line('b'), line('c')])
    const [a, , c] = lines
    const changed = await biller.patch(
      url,
      { lines: [{ id: c!.id }, line('new'), { id: a!.id, quantity: 9 }] },
      { 'if-match': '"1"' },
    )
    expect(changed.status, changed.text).toBe(200)
    expect(items(changed.body.lines)).toEqual([
      ['c', 1],
      ['new', 2],
      ['a', 3],
    ])
    expect(changed.body.lines[2]).toMatchObject({ quantity: 9, item: 'a', id: a!.id })
    expect(changed.headers.etag).toBe('"2"')
    expect((await biller.get(`/api/records/bill_line/${String(lines[1]!.id)}`)).status).toBe(404)
    expect((await biller.patch(url, { lines: [] }, { 'if-match': '"1"' })).status).toBe(409)
    expect((await read(url)).lines).toHaveLength(3)
  })

  test('leaves lines alone that are sent back as they are, and all of them when none are sent', async () => {
    const { url, lines } = await bill([line('a'), line('b')])
    const same = await biller.patch(url, {
      lines: lines.map(({ id, item, quantity, price }) => ({ id, item, quantity, price })),
    })
    expect(same.body.lines.map(({ version }: Row) => version)).toEqual([1, 1])
    expect((await biller.patch(url, { note: 'x' })).status).toBe(200)
    expect((await read(url)).lines).toHaveLength(2)
  })

  test('tells every problem at once and changes nothing', async () => {
    const { url, lines } = await bill([line('a'), line('b')])
    const [a, b] = lines
    const other = await bill([line('z')])
    const sent = [
      { id: a!.id, quantity: 0 },
      { id: a!.id },
      { id: other.lines[0]!.id },
      { id: 7 },
      { id: b!.id, item: null },
      {},
    ]
    const answer = await biller.patch(url, { title: null, lines: sent })
    expect(answer.status).toBe(422)
    expect(problems(answer).sort()).toEqual(
      [
        '/title required',
        '/lines/0/quantity too_small',
        '/lines/1/id repeated_line',
        '/lines/2/id unknown_line',
        '/lines/3/id unknown_line',
        '/lines/4/item required',
        '/lines/5/item required',
        '/lines/5/quantity required',
      ].sort(),
    )
    expect(await read(url)).toMatchObject({ version: 1, lines: [{ item: 'a', version: 1 }, { item: 'b' }] })
  })

  test('refuses a line that somebody else changed meanwhile, when its version is sent', async () => {
    const { url, lines } = await bill([line('a')])
    await biller.patch(`/api/records/bill_line/${String(lines[0]!.id)}`, { quantity: 5 })
    const answer = await biller.patch(url, { lines: [{ id: lines[0]!.id, version: 1, quantity: 6 }] })
    expect([answer.status, answer.body.code, problems(answer)]).toEqual([
      409,
      'stale_version',
      ['/lines/0 stale_version'],
    ])
  })

  test('changes the lines of lines as well', async () => {
    const { url, lines } = await bill([{ ...line('a'), parts: [{ name: 'p' }, { name: 'q' }] }])
    const [part] = (await read(url)).lines[0]!.parts as Row[]
    const sent = [{ id: lines[0]!.id, parts: [{ id: part!.id, name: 'P' }, { name: 'r' }] }]
    expect((await biller.patch(url, { lines: sent })).status).toBe(200)
    expect((await read(url)).lines[0]).toMatchObject({ parts: [{ name: 'P' }, { name: 'r' }] })
  })

  test('does not let a line move to another record', async () => {
    const [one, two] = [await bill([line('a')]), await bill([])]
    const answer = await biller.patch(`/api/records/bill_line/${String(one.lines[0]!.id)}`, { bill: two.id })
    expect([answer.status, problems(answer)]).toEqual([422, ['/bill fixed_master']])
  })

  test('is for who may change the record only', async () => {
    const { url, lines } = await bill([line('a')])
    const [other, reader] = [await api.as('other_biller', ['biller']), await api.as('bill_reader', ['bill_reader'])]
    expect((await other.patch(url, { lines: [] })).status).toBe(404)
    expect((await reader.patch(url, { lines: [{ id: lines[0]!.id, quantity: 7 }] })).status).toBe(403)
    expect((await read(url)).lines).toMatchObject([{ quantity: 1 }])
  })

  test('keeps lines that the caller cannot see', async () => {
    const clerk = await api.as('clerk', ['bill_clerk'])
    const { user } = (await clerk.get('/api/me')).body
    const { id, url } = await bill([line('small', 1), line('large', 50)])
    await api.admin.patch(`/api/records/bill/${id}`, { owner: user.id })
    expect((await clerk.patch(url, { lines: [] })).status).toBe(403)
    expect((await api.admin.get(`${url}?expand=lines`)).body.lines).toHaveLength(2)
  })

  test('two at once leave one whole or the other', async () => {
    const { url } = await bill([line('a')])
    const writes = ['x', 'y', 'z'].map((name) => biller.patch(url, { lines: [line(`${name}1`), line(`${name}2`)] }))
    const answers = await Promise.all(writes)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { lines } = await read(url)
    expect(lines).toHaveLength(2)
    expect(String(lines[0]!.item)[0]).toBe(String(lines[1]!.item)[0])
  })
})

describe('deleting, bringing back and restoring the whole', () => {
  test('a record takes its lines along and brings exactly those back', async () => {
    const { id, url, lines } = await bill([line('a'), line('b'), line('c')])
    await biller.patch(url, { lines: [{ id: lines[0]!.id }, { id: lines[1]!.id }] })
    expect((await biller.delete(url)).status).toBe(204)
    expect((await biller.get(`/api/records/bill_line/${String(lines[0]!.id)}`)).status).toBe(404)
    const alone = await biller.post(`/api/recycle-bin/bill_line/${String(lines[0]!.id)}/restore`)
    expect([409, 422]).toContain(alone.status)
    expect((await biller.post(`/api/recycle-bin/bill/${id}/restore`)).status).toBe(200)
    expect(items((await read(url)).lines)).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  test('going back to a version or a moment brings the lines of then', async () => {
    const { url, lines } = await bill([line('a', 1), { ...line('b', 2), parts: [{ name: 'p' }] }, line('c', 3)])
    const { at } = (await api.db.query<{ at: string }>({ text: 'select clock_timestamp()::text as at' })).rows[0]!
    const sent = [line('new'), { id: lines[2]!.id }, { id: lines[1]!.id, quantity: 20, parts: [] }]
    expect((await biller.patch(url, { title: 'Other', lines: sent })).status).toBe(200)
    for (const target of [{ version: 1 }, { at: new Date(at).toISOString() }]) {
      const restored = await biller.post(`${url}/restore`, target)
      expect(restored.status, restored.text).toBe(200)
      expect(restored.body.title).toBe('Bill')
      expect(items(restored.body.lines)).toEqual([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ])
      expect(restored.body.lines[1]).toMatchObject({ quantity: 2, id: lines[1]!.id })
      expect((await read(url)).lines[1]).toMatchObject({ parts: [{ name: 'p' }] })
    }
    const later = await biller.post(`${url}/restore`, { version: 2 })
    expect(items(later.body.lines)).toEqual([
      ['new', 1],
      ['c', 2],
      ['b', 3],
    ])
  })

  test('the history of a record tells what became of its lines, when it is asked to', async () => {
    const { url, lines } = await bill([line('a'), line('b')])
    await biller.patch(url, { lines: [{ id: lines[0]!.id, quantity: 9 }] })
    const told = async (query: string) =>
      (await biller.get(`${url}/history${query}`)).body.data.map(({ op, line: of }: Row) => [
        op,
        (of as Row | undefined)?.label,
      ])
    expect(await told('')).toEqual([
      ['update', undefined],
      ['create', undefined],
    ])
    expect((await told('?lines=true')).sort()).toEqual(
      [
        ['create', 'a'],
        ['create', 'b'],
        ['create', undefined],
        ['delete', 'b'],
        ['update', 'a'],
        ['update', undefined],
      ].sort(),
    )
    const [first] = (await biller.get(`${url}/history?lines=true&limit=1`)).body.data
    expect(first.line).toMatchObject({ collection: 'lines', object: 'bill_line' })
    expect((await told('?collections=lines')).sort()).toEqual([
      ['create', 'a'],
      ['create', 'b'],
      ['delete', 'b'],
      ['update', 'a'],
    ])
    const pages: Row[] = []
    for (let after = ''; ;) {
      const page = (await biller.get(`${url}/history?lines=true&limit=2${after && `&after=${after}`}`)).body
      pages.push(...page.data)
      if (page.page.after === null) break
      after = encodeURIComponent(page.page.after)
    }
    expect(pages).toEqual((await biller.get(`${url}/history?lines=true`)).body.data)
    expect(pages.find(({ op, line: of }) => op === 'create' && (of as Row | undefined)?.label === 'b')).toMatchObject({
      changes: { item: [null, 'b'], quantity: [null, 1], bill: [null, { label: 'Bill' }] },
    })
    const unknown = await biller.get(`${url}/history?collections=nonsense`)
    expect([unknown.status, unknown.body.code]).toEqual([400, 'invalid_request'])
  })
})

async function saved(url: string, lines: object, status = 200): Promise<Answer> {
  const answer = await biller.patch(url, { lines })
  expect(answer.status, answer.text).toBe(status)
  return answer
}

describe('changing some lines (PLAT-2, PLAT-10)', () => {
  test('leaves the others as they are, adds new ones at the end and keeps the places whole', async () => {
    const { url, lines } = await bill([line('a'), line('b'), line('c'), { ...line('d'), parts: [{ name: 'p' }] }])
    const save = [line('e'), { id: lines[2]!.id, quantity: 9 }, { id: lines[3]!.id, parts: { save: [{ name: 'q' }] } }]
    const answer = await saved(url, { save: [...save, line('f')], remove: [lines[0]!.id] })
    expect(items(answer.body.lines)).toEqual([
      ['b', 1],
      ['c', 2],
      ['d', 3],
      ['e', 4],
      ['f', 5],
    ])
    const now = await read(url)
    expect(now).toMatchObject({ version: 2 })
    expect(now.lines[1]).toMatchObject({ quantity: 9 })
    expect((now.lines[2]!.parts as Row[]).map(({ name }) => name)).toEqual(['p', 'q'])
    expect(now.lines[3]).toMatchObject({ version: 1 })
  })

  test('takes an order that names some of them first, with places for new ones', async () => {
    const { url, lines } = await bill([line('a'), line('b'), line('c')])
    const answer = await saved(url, { save: [line('x')], order: [lines[2]!.id, null] })
    expect(items(answer.body.lines)).toEqual([
      ['c', 1],
      ['x', 2],
      ['a', 3],
      ['b', 4],
    ])
    expect(items((await saved(url, { order: lines.map(({ id }) => id).toReversed() })).body.lines)).toEqual([
      ['c', 1],
      ['b', 2],
      ['a', 3],
      ['x', 4],
    ])
  })

  test('tells every problem at once and changes nothing', async () => {
    const { url, lines } = await bill([line('a'), line('b')])
    const [a, b] = lines.map(({ id }) => id)
    const other = (await bill([line('z')])).lines[0]!.id
    const before = await read(url)
    expect(problems(await saved(url, { save: {}, remove: [1], order: 'x', more: 1 }, 422))).toEqual([
      '/lines/more unknown_member',
      '/lines/remove/0 type',
      '/lines/order type',
      '/lines/save type',
    ])
    const wrong = {
      save: [7, { id: a, quantity: 0 }, { id: other }, { item: 'n' }],
      remove: [a, b, b, 'x'],
      order: [a, null, null, other],
    }
    expect(problems(await saved(url, wrong, 422))).toEqual([
      '/lines/save/0 type',
      '/lines/save/1/quantity too_small',
      '/lines/save/2/id unknown_line',
      '/lines/save/3/quantity required',
      '/lines/remove/0 repeated_line',
      '/lines/remove/2 repeated_line',
      '/lines/remove/3 unknown_line',
      '/lines/order/0 repeated_line',
      '/lines/order/3 unknown_line',
      '/lines/order unknown_line',
    ])
    expect(problems(await saved(url, { save: Array.from({ length: 199 }, () => line('x')) }, 422))).toEqual([
      '/lines too_many_lines',
    ])
    expect(await read(url)).toEqual(before)
    const made = await biller.post('/api/records/bill', { title: 'New', lines: { save: [line('a')] } })
    expect([made.status, problems(made)]).toEqual([422, ['/lines type']])
  })
})

describe('rules of the whole', () => {
  test('look at the lines when these are written (PLAT-12)', async () => {
    const message = { en: 'Too much', 'zh-CN': '超出上限' }
    const rules = {
      total: { when: 'size(lines) == 0 || lines.sum(l, l.quantity * l.price) > 100', message, field: 'title' },
    }
    const patch = [{ kind: 'object', name: 'bill', patch: { 'x-object': { rules } } }]
    const published = await api.admin.post('/api/metadata/publish', { patch, confirm: true })
    expect(published.status, published.text).toBe(200)
    const { url, lines } = await bill([line('a', 10)])
    const before = await noBills()
    const none = await biller.post('/api/records/bill', { title: 'None', lines: [] })
    const much = await biller.post('/api/records/bill', { title: 'Much', lines: [line('a', 51)] })
    const more = await biller.patch(url, { lines: [{ id: lines[0]!.id }, line('b', 41)] })
    for (const answer of [none, much, more]) expect([answer.status, problems(answer)]).toEqual([422, ['/title rule']])
    expect([await noBills(), items((await read(url)).lines)]).toEqual([before, [['a', 1]]])
    expect((await biller.patch(url, { lines: [{ id: lines[0]!.id }, line('b', 40)] })).status).toBe(200)
  })
})
