import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

type Row = Record<string, unknown>

const label = (en: string) => ({ en, 'zh-CN': `测试${en}` })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const encode = encodeURIComponent

const chest = {
  name: 'chest',
  'x-object': { label: label('Chest'), owner: true },
  properties: { name: field('text', { searchable: true }) },
}
const coin = {
  name: 'coin',
  'x-object': {
    label: label('Coin'),
    duplicates: { same: { match: ['mark', 'name'], action: 'warn' } },
  },
  properties: {
    name: field('text', { searchable: true }),
    mark: field('text', { unique: true }),
    worth: field('integer'),
    place: field('integer'),
    chest: field('master-detail', { object: 'chest', collection: 'coins', position: 'place', reparentable: true }),
  },
}
/** Refers to a line from elsewhere. */
const note = {
  name: 'note',
  'x-object': { label: label('Note') },
  properties: {
    name: field('text'),
    coin: field('lookup', { object: 'coin', onDelete: 'set-null' }),
    many: field('multi-lookup', { object: 'coin', onDelete: 'set-null' }),
    any: field('polymorphic-lookup', { objects: ['coin'], onDelete: 'set-null' }),
  },
}

const all = { operations: ['read', 'create', 'update', 'delete', 'export'] }
const create = { operations: ['create'] }
const own = { ...all, where: 'owner == user.id' }
const role = (name: string, grants: object) => ({ name, label: label(name), grants })

let api: ApiServer
let holder: Client
let other: Client
let chestId = ''
let noteId = ''
let secret: Row = {}
let gone: Row = {}

beforeAll(async () => {
  api = await startApi()
  const put = [
    ...[chest, coin, note].map((definition) => ({ kind: 'object', definition })),
    ...[
      role('holder', { chest: own, coin: all, note: all }),
      role('coins_only', { coin: all, note: all }),
      role('giver', { chest: create, coin: create }),
      role('coin_maker', { coin: create }),
    ].map((definition) => ({ kind: 'role', definition })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
  holder = await api.as('holder', ['holder'])
  other = await api.as('other_holder', ['holder'])
  const coins = [
    { name: 'Doubloon', mark: 'D1', worth: 777 },
    { name: 'Buried', mark: 'B1', worth: 333 },
  ]
  const made = await holder.post('/api/records/chest', { name: 'Flint', coins })
  expect(made.status, made.text).toBe(201)
  chestId = made.body.id
  ;[secret, gone] = made.body.coins
  expect((await holder.delete(`/api/records/coin/${String(gone.id)}`)).status).toBe(204)
  const about = { coin: secret.id, many: [secret.id], any: { object: 'coin', id: secret.id } }
  noteId = (await holder.post('/api/records/note', { name: 'map', ...about })).body.id
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const coinUrl = () => `/api/records/coin/${String(secret.id)}`
const goneUrl = () => `/api/recycle-bin/coin/${String(gone.id)}/restore`
const filter = (text: string) => `filter=${encode(text)}`

/** Each way to a line, and whether its owner finds it there. */
const ways: [name: string, read: (client: Client) => Promise<Answer>][] = [
  ['the list', (client) => client.get('/api/records/coin')],
  ['a filter on its name', (client) => client.get(`/api/records/coin?${filter("name == 'Doubloon'")}`)],
  ['a filter over its master', (client) => client.get(`/api/records/coin?${filter("chest.name == 'Flint'")}`)],
  ['the search', (client) => client.get('/api/records/coin?q=Doub')],
  ['the record', (client) => client.get(coinUrl())],
  ['its history', (client) => client.get(`${coinUrl()}/history`)],
  ['its master with expand', (client) => client.get(`/api/records/chest/${chestId}?expand=coins`)],
  ['the list of masters with expand', (client) => client.get('/api/records/chest?expand=coins')],
  ['the history of its master', (client) => client.get(`/api/records/chest/${chestId}/history?lines=true`)],
  ['a lookup', (client) => client.get(`/api/records/note/${noteId}?fields=coin`)],
  ['a list of lookups', (client) => client.get(`/api/records/note/${noteId}?fields=many`)],
  ['a lookup of any kind', (client) => client.get(`/api/records/note/${noteId}?fields=any`)],
  ['a path over a lookup', (client) => client.get(`/api/records/note/${noteId}?fields=coin.name,coin.worth`)],
  [
    'a filter over a lookup',
    (client) => client.get(`/api/records/note?${filter("coin.name == 'Doubloon'")}&fields=coin`),
  ],
  ['figures by name', (client) => client.get('/api/records/coin/aggregate?measures=sum(worth)&group=name')],
  ['figures over a lookup', (client) => client.get('/api/records/note/aggregate?measures=count()&group=coin.name')],
]

describe('a line of somebody else’s record (PLAT-10, PLAT-21)', () => {
  test.each(ways)('is not told by %s, though its owner finds it there', async (_, read) => {
    expect((await read(holder)).text).toMatch(/Doubloon|777/)
    const hidden = await read(other)
    expect([200, 404], hidden.text).toContain(hidden.status)
    expect(hidden.text).not.toMatch(/Doubloon|777|Flint/)
  })

  test('is not counted, summed or sorted by', async () => {
    const figures = await other.get('/api/records/coin/aggregate?measures=count(),sum(worth),max(worth)')
    expect(figures.body.data[0]).toMatchObject({ 'count()': 0, 'max(worth)': null })
    expect((await other.get('/api/records/coin?count=exact')).body.page.count).toBe(0)
    const byCollection = `/api/records/chest?${filter('coins.exists(c, c.worth > 1)')}`
    expect([
      (await holder.get(byCollection)).body.data.length,
      (await other.get(byCollection)).body.data.length,
    ]).toEqual([1, 0])
  })

  test('is not in the recycle bin, and cannot be brought back', async () => {
    expect((await holder.get('/api/recycle-bin?object=coin')).text).toContain('Buried')
    for (const query of ['?object=coin', ''])
      expect((await other.get(`/api/recycle-bin${query}`)).text).not.toContain('Buried')
    expect((await other.post(goneUrl())).status).toBe(404)
  })

  test.each<[string, () => Promise<Answer>]>([
    ['changed', () => other.patch(coinUrl(), { name: 'x' })],
    ['deleted', () => other.delete(coinUrl())],
    ['restored', () => other.post(`${coinUrl()}/restore`, { version: 1 })],
    ['changed in a batch', () => other.post('/api/records/coin/batch', { update: [{ id: secret.id, name: 'x' }] })],
    ['deleted in a batch', () => other.post('/api/records/coin/batch', { delete: [secret.id] })],
    ['added', () => other.post('/api/records/coin', { name: 'x', chest: chestId })],
    ['added in a batch', () => other.post('/api/records/coin/batch', { create: [{ name: 'x', chest: chestId }] })],
    ['merged by its key', () => other.put('/api/records/coin?key=mark', { mark: 'D1', name: 'x' })],
    ['taken into another record', () => other.post('/api/records/chest', { name: 'Mine', coins: [{ id: secret.id }] })],
    ['sent with its record', () => other.patch(`/api/records/chest/${chestId}`, { coins: [] })],
  ])('is not %s', async (_, write) => {
    const before = (await holder.get(`/api/records/chest/${chestId}?expand=coins`)).body
    const answer = await write()
    expect([403, 404, 409, 422], answer.text).toContain(answer.status)
    expect(answer.text).not.toMatch(/Doubloon|777|Flint/)
    expect((await holder.get(`/api/records/chest/${chestId}?expand=coins`)).body).toEqual(before)
  })

  test('is not told by the check for duplicates beyond that something is there', async () => {
    const values = { values: { name: 'Doubloon', mark: 'D1' } }
    expect((await holder.post('/api/records/coin/duplicates', values)).text).toContain(String(secret.id))
    const told = await other.post('/api/records/coin/duplicates', values)
    expect(told.status).toBe(200)
    expect(told.text).not.toContain(String(secret.id))
  })

  test('is nothing at all to who may see no master', async () => {
    const stranger = await api.as('stranger', ['coins_only'])
    for (const url of [
      '/api/records/coin',
      coinUrl(),
      '/api/records/coin/aggregate?measures=count()',
      '/api/recycle-bin?object=coin',
    ]) {
      expect((await stranger.get(url)).status, url).toBe(403)
    }
    const lookup = await stranger.get(`/api/records/note/${noteId}`)
    expect([lookup.status, lookup.text.includes('Doubloon')]).toEqual([200, false])
  })
})

describe('who may only create', () => {
  test('makes records with their lines, and learns from the form and about himself that he may', async () => {
    const giver = await api.as('giver', ['giver'])
    const { rights, objects } = (await giver.get('/api/me')).body
    expect([rights.chest.includes('create'), (rights.coin ?? []).includes('create')]).toEqual([true, false])
    expect(objects).toMatchObject({ chest: { isCreatedWithMaster: false }, coin: { isCreatedWithMaster: true } })

    const form = await giver.get('/api/records/chest/schema?mode=create')
    expect(form, form.text).toMatchObject({ status: 200, body: { collections: { coins: { object: 'coin' } } } })
    const line = await giver.get('/api/records/coin/schema?mode=create')
    expect(line).toMatchObject({ status: 200, body: { isCreatedWithMaster: true } })
    const made = await giver.post('/api/records/chest', { name: 'Gift', coins: [{ name: 'Penny', worth: 1 }] })
    expect(made.status, made.text).toBe(201)
    const { body } = await api.admin.get(`/api/records/chest/${made.body.id}?expand=coins`)
    expect(body.coins).toMatchObject([{ name: 'Penny' }])
    expect((await giver.post('/api/records/coin', { name: 'x', chest: made.body.id })).status).toBe(403)
  })

  test('of the lines alone makes nothing', async () => {
    const maker = await api.as('coin_maker', ['coin_maker'])
    expect((await maker.get('/api/me')).body.objects).not.toHaveProperty('coin')
    expect((await maker.get('/api/records/coin/schema?mode=create')).status).toBe(403)
  })
})
