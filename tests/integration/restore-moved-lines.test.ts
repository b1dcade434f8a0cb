import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

type Row = Record<string, unknown>

const label = (en: string) => ({ en, 'zh-CN': `测试${en}` })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const chest = {
  name: 'chest',
  'x-object': {
    label: label('Chest'),
    owner: true,
    rules: { heavy: { when: 'coins.sum(c, c.worth) > 100', message: label('Too heavy') } },
  },
  properties: { name: field('text') },
}
const coin = {
  name: 'coin',
  'x-object': { label: label('Coin') },
  required: ['name'],
  properties: {
    name: field('text'),
    worth: { ...field('integer'), default: 1 },
    place: field('integer'),
    chest: field('master-detail', {
      object: 'chest',
      collection: 'coins',
      position: 'place',
      minLines: 1,
      reparentable: true,
    }),
  },
}
const mark = {
  name: 'mark',
  'x-object': { label: label('Mark') },
  properties: { name: field('text'), coin: field('master-detail', { object: 'coin', collection: 'marks' }) },
}

const all = { operations: ['read', 'create', 'update', 'delete'] }
const own = { ...all, where: 'owner == user.id' }
const role = (name: string, grants: object) => ({ name, label: label(name), grants })

let api: ApiServer
let keeper: Client
let owner: Client

beforeAll(async () => {
  api = await startApi()
  const put = [
    ...[chest, coin, mark].map((definition) => ({ kind: 'object', definition })),
    ...[role('keeper', { chest: all, coin: all, mark: all }), role('owner', { chest: own, coin: all, mark: all })].map(
      (definition) => ({ kind: 'role', definition }),
    ),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
  keeper = await api.as('keeper', ['keeper'])
  owner = await api.as('owner', ['owner'])
})
afterEach(async () => expect(await inconsistencies(api.db, api.catalog())).toEqual([]))
afterAll(() => api.stop())

interface Chest {
  id: string
  url: string
  coins: Row[]
}

const named = (...names: string[]) => names.map((name) => ({ name }))

async function filled(name: string, coins: object[], by = keeper): Promise<Chest> {
  const made = await by.post('/api/records/chest', { name, coins })
  expect(made.status, made.text).toBe(201)
  return { ...made.body, url: `/api/records/chest/${made.body.id}` }
}

const read = async ({ url }: Chest) => (await keeper.get(`${url}?expand=coins(expand:marks)`)).body as { coins: Row[] }
const content = async (of: Chest) => (await read(of)).coins.map(({ name, place }) => `${name}${place}`).join(' ')
const urlOf = (line: Row | undefined) => `/api/records/coin/${String(line?.id)}`

async function move(line: Row | undefined, to: Chest, values: object = {}): Promise<void> {
  const moved = await keeper.patch(urlOf(line), { chest: to.id, ...values })
  expect(moved.status, moved.text).toBe(200)
}

const back = (of: Chest, target: object = { version: 1 }, by = keeper) => by.post(`${of.url}/restore`, target)

describe('a record that goes back to a version after its lines have moved (PLAT-82)', () => {
  test('gets back the lines that went to another record, with their values, places and lines', async () => {
    const from = await filled('From', [{ name: 'a', worth: 5, marks: named('m') }, ...named('b', 'c')])
    const to = await filled('To', named('x'))
    await move(from.coins[0], to, { name: 'moved', worth: 7 })
    expect([await content(from), await content(to)]).toEqual(['b1 c2', 'moved1 x2'])
    const restored = await back(from)
    expect(restored.status, restored.text).toBe(200)
    expect([await content(from), await content(to)]).toEqual(['a1 b2 c3', 'x1'])
    expect((await read(from)).coins[0]).toMatchObject({ id: from.coins[0]!.id, worth: 5, marks: [{ name: 'm' }] })
    const { data } = (await keeper.get(`${to.url}/history`)).body
    expect(data.map(({ op }: Row) => op)).toEqual(['update', 'update', 'create'])
  })

  test('gives back the lines that came from another record, and forward again', async () => {
    const from = await filled('From', named('a', 'b'))
    const to = await filled('To', named('x'))
    await move(from.coins[1], to)
    expect((await back(to)).status).toBe(200)
    expect([await content(from), await content(to)]).toEqual(['a1 b2', 'x1'])
    const forward = await back(to, { version: 2 })
    expect(forward.status, forward.text).toBe(200)
    expect([await content(from), await content(to)]).toEqual(['a1', 'x1 b2'])
  })

  test('finds a line that moved on, was deleted there, or was made elsewhere', async () => {
    const first = await filled('First', named('a', 'b', 'c'))
    const second = await filled('Second', named('x', 'y'))
    const third = await filled('Third', named('z'))
    await move(first.coins[0], second)
    await move(first.coins[0], third)
    await move(first.coins[1], second)
    await move(second.coins[1], first)
    expect((await keeper.delete(urlOf(first.coins[1]))).status).toBe(204)
    expect((await back(first)).status).toBe(200)
    expect(await Promise.all([first, second, third].map(content))).toEqual(['a1 b2 c3', 'x1 y2', 'z1'])
  })

  test('is refused with the lines and what stands in the way when the other record’s rules would not hold', async () => {
    const from = await filled('From', [{ name: 'a', worth: 40 }, ...named('b')])
    const to = await filled('To', named('x'))
    await move(from.coins[0], to)
    await keeper.delete(urlOf(to.coins[0]))
    const before = [await content(from), await content(to)]
    const refused = await back(from)
    expect([refused.status, refused.body.code], refused.text).toEqual([422, 'validation_failed'])
    expect(refused.body.problems).toMatchObject([
      {
        pointer: '/coins',
        code: 'moved_lines',
        params: {
          lines: [{ id: from.coins[0]!.id, label: 'a', record: { object: 'chest', id: to.id, label: 'To' } }],
        },
      },
    ])
    expect(refused.body.problems[0].message).toMatch(/a \(To\): At least 1 line/)
    expect([await content(from), await content(to)]).toEqual(before)
    const rich = await filled('Rich', [{ name: 'r', worth: 90 }, ...named('s')])
    await move(rich.coins[0], from)
    await keeper.patch(rich.url, { coins: [{ id: rich.coins[1]!.id, worth: 80 }] })
    const heavy = await back(from, { version: 2 })
    expect(heavy.body.problems[0].message).toMatch(/r \(Rich\): Too heavy/)
  })

  test('names no record that the person may not see', async () => {
    const from = await filled('Mine', named('a', 'b'), owner)
    const to = await filled('Hidden', named('x'))
    await move(from.coins[0], to)
    const refused = await back(from, { version: 1 }, owner)
    expect(refused.status, refused.text).toBe(422)
    expect(refused.body.problems).toMatchObject([
      { code: 'moved_lines', params: { lines: [{ id: from.coins[0]!.id, label: null, record: null }] } },
    ])
    expect(refused.text).not.toContain('Hidden')
    expect(refused.text).not.toContain(to.id)
    expect((await back(from)).status).toBe(200)
    expect(await content(from)).toBe('a1 b2')
  })
})
