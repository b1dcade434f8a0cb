import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'

const label = (words: string) => ({ en: words, 'zh-CN': words })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })

const crew = { name: 'crew', 'x-object': { label: label('Crew') }, properties: { name: field('text') } }
const voyage = {
  name: 'voyage',
  'x-object': { label: label('Voyage') },
  properties: {
    title: field('text'),
    budget: field('money'),
    captain: field('lookup', { object: 'crew' }),
    helpers: field('multi-lookup', { object: 'crew' }),
    left: field('formula', { expression: 'budget - calls.sum(c, c.cost)' }),
    latest_cost: field('roll-up', { object: 'call', via: 'voyage', function: 'latest', field: 'cost', by: 'day' }),
  },
}
const call = {
  name: 'call',
  'x-object': { label: label('Call') },
  properties: {
    place: field('text'),
    cost: field('money'),
    tax: field('money', { sensitive: { mask: 'all' } }),
    day: field('date'),
    double: field('formula', { expression: 'cost * 2' }),
    soon: field('formula', { expression: 'day > today()' }),
    voyage: field('master-detail', { object: 'voyage', collection: 'calls' }),
  },
}

let api: ApiServer
let guest: Client
let north: string
let south: string
let anna: string

beforeAll(async () => {
  api = await startApi()
  const grants = {
    voyage: { operations: ['read'], where: "title != 'South'" },
    call: { operations: ['read'], where: 'cost < 100' },
    crew: { operations: ['read'] },
  }
  const role = { name: 'guest', label: label('Guest'), grants }
  const put = [crew, voyage, call].map((definition) => ({ kind: 'object', definition: definition as object }))
  const made = await api.admin.post('/api/metadata/publish', { put: [...put, { kind: 'role', definition: role }] })
  expect(made.status, made.text).toBe(200)
  guest = await api.as('guest', ['guest'])
  anna = await make('crew', { name: 'Anna' })
  north = await make('voyage', { title: 'North', budget: 500, captain: anna, helpers: [anna] })
  south = await make('voyage', { title: 'South' })
  await make('call', { voyage: north, place: 'Bay', cost: 50, tax: 5, day: '2026-05-02' })
  await make('call', { voyage: north, place: 'Fell', cost: 200.5, day: '2026-05-01' })
  await make('call', { voyage: north, place: 'Void' })
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made, made.text).toMatchObject({ status: 201 })
  return made.body.id as string
}

const evaluate = (
  expression: string,
  { by = api.admin, id = north, ...rest }: { by?: Client; id?: string; expects?: string } = {},
) => by.post('/api/metadata/expressions/evaluate', { object: 'voyage', id, expression, ...rest })

describe('an expression that nobody has published', () => {
  test.each([
    ['title', 'North', 'text'],
    ["title + ' of ' + captain.name", 'North of Anna', 'text'],
    ['calls.sum(c, c.double)', 501, 'decimal'],
    ['size(calls)', 3, 'integer'],
    ['calls.exists(c, c.cost > 100) && budget > 100', true, 'boolean'],
    ['calls.all(c, c.cost > 100)', false, 'boolean'],
    ["title == 'x' || captain.name == null", false, 'boolean'],
    ['calls.max(c, c.day)', '2026-05-02', 'date'],
    ['left', 249.5, 'decimal'],
    ['budget / null', null, 'decimal'],
    ['budget > old.budget', false, 'boolean'],
    ["'it\\'s ' + title", "it's North", 'text'],
  ])('%s is evaluated over a record', async (expression, value, type) => {
    const { status, body, text } = await evaluate(expression)
    expect(status, text).toBe(200)
    expect(body).toEqual({ value, type })
  })

  test('that gives a record tells its name', async () => {
    expect((await evaluate('captain')).body).toEqual({ value: { id: anna, label: 'Anna' }, type: 'crew' })
    const me = (await api.admin.get('/api/me')).body.user
    expect((await evaluate('user')).body).toEqual({ value: { id: me.id, label: me.name }, type: 'user' })
    expect((await evaluate('helpers')).body.value).toEqual([anna])
  })

  test('sees what the caller sees: his records, his lines, no masked field', async () => {
    expect((await evaluate('calls.sum(c, c.cost)', { by: guest })).body.value).toBe(50)
    expect((await evaluate('left', { by: guest })).body.value).toBe(450)
    expect((await evaluate('title', { by: guest, id: south })).status).toBe(404)
    expect((await evaluate('calls.sum(c, c.tax)')).body.value).toBe(5)
    expect((await evaluate('calls.sum(c, c.tax)', { by: guest })).status).toBe(403)
    const stranger = await api.as('stranger', [])
    expect((await evaluate('title', { by: stranger })).status).toBe(403)
  })

  test('is refused with every problem, its place and what was probably meant', async () => {
    const { status, body } = await evaluate('calls.sum(c, c.csot) + budgte')
    expect(status).toBe(400)
    expect(body.problems.map(({ params }: { params: object }) => params)).toMatchObject([
      { name: 'csot', position: { offset: 15 } },
      { name: 'budgte' },
    ])
    expect(body.problems[0].message).toContain('cost')
    expect((await evaluate('budget', { expects: 'boolean' })).status).toBe(400)
    expect((await evaluate('calls')).status).toBe(400)
    expect((await evaluate('9999999999999999999999999999.0 * 9999999999999999999999999999.0')).status).toBeLessThan(500)
    expect((await evaluate('title', { id: 'nonsense' })).status).toBe(404)
    expect((await evaluate('title', { id: crypto.randomUUID() })).status).toBe(404)
    expect((await evaluate("title + '\u0000'")).status).toBeLessThan(500)
  })
})

const rollUp = (options: object, { by = api.admin, id = north }: { by?: Client; id?: string } = {}) =>
  by.post('/api/metadata/roll-ups/evaluate', {
    object: 'voyage',
    id,
    rollUp: { object: 'call', via: 'voyage', ...options },
  })

describe('a roll-up that nobody has published', () => {
  test.each([
    [{ function: 'count' }, 3, 3],
    [{ function: 'count', where: 'cost > 100' }, 1, 1],
    [{ function: 'sum', field: 'cost' }, 250.5, 2],
    [{ function: 'sum', field: 'double', where: "place != 'Bay'" }, 401, 1],
    [{ function: 'avg', field: 'cost' }, 125.25, 2],
    [{ function: 'min', field: 'day' }, '2026-05-01', 2],
    [{ function: 'max', field: 'cost', where: 'cost > 1000' }, null, 0],
    [{ function: 'latest', field: 'place', by: 'day' }, 'Bay', 3],
  ])('%j holds what it would after publishing', async (options, value, counted) => {
    const { status, body, text } = await rollUp(options)
    expect(status, text).toBe(200)
    expect(body).toEqual({ value, counted, of: 3 })
    const name = `x_${crypto.randomUUID().replaceAll('-', '').slice(0, 8)}`
    const property = field('roll-up', { object: 'call', via: 'voyage', ...options })
    const patch = { kind: 'object', name: 'voyage', patch: { properties: { [name]: property } } }
    const published = await api.admin.post('/api/metadata/publish', { patch: [patch] })
    expect(published.status, published.text).toBe(200)
    await expect
      .poll(async () => (await api.admin.get(`/api/records/voyage/${north}?fields=${name}`)).body[name], {
        timeout: 10_000,
      })
      .toEqual(value)
  })

  test('is empty for a record to which nothing refers', async () => {
    expect((await rollUp({ function: 'sum', field: 'cost' }, { id: south })).body).toEqual({
      value: 0,
      counted: 0,
      of: 0,
    })
    expect((await rollUp({ function: 'max', field: 'cost' }, { id: south })).body.value).toBeNull()
  })

  test('is refused with every problem that publishing would name', async () => {
    const { status, body } = await rollUp({ function: 'sum', field: 'csot', where: 'soon' })
    expect(status).toBe(422)
    expect(body.problems.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
      ['/rollUp/field', 'unknown_field'],
      ['/rollUp/where', 'not_maintainable'],
    ])
    expect((await rollUp({ function: 'median', field: 'cost' })).body.problems[0].pointer).toBe('/rollUp/function')
    expect((await rollUp({ function: 'count', via: 'place' })).body.problems[0].pointer).toBe('/rollUp/via')
    expect((await rollUp({ function: 'count' }, { id: crypto.randomUUID() })).status).toBe(404)
  })

  test('is shown to administrators only, since hidden records have a say in it', async () => {
    expect((await rollUp({ function: 'count' }, { by: guest })).status).toBe(403)
  })
})
