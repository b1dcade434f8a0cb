import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const object = (name: string, properties: object, options: object = {}) => ({
  kind: 'object',
  definition: {
    name,
    'x-object': { label: label(name, `${name}中文`), nameField: 'title', owner: true, ...options },
    properties,
  },
})
const names = Array.from({ length: 11 }, (_, i) => `find_${String.fromCodePoint(97 + i)}`)

let api: ApiServer
let seller: Client

beforeAll(async () => {
  api = await startApi()
  const searchable = {
    title: field('text'),
    remark: field('text', { searchable: true }),
    pin: field('text', { sensitive: true, searchable: true }),
  }
  const grants = {
    find_a: { operations: ['read', 'create'], scope: 'own' },
    find_b: { operations: ['read'], where: "remark == 'open'" },
  }
  const put = [
    ...names.map((name) => object(name, searchable)),
    { kind: 'role', definition: { name: 'finder', label: label('Finder'), grants } },
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  seller = await api.as('finder', ['finder'])
  for (const name of names) {
    await api.admin.post(`/api/records/${name}`, { title: `Zebra ${name}`, remark: 'open', pin: 'q7q7' })
    await api.admin.post(`/api/records/${name}`, { title: 'other', remark: 'about a zebra' })
  }
  await api.admin.post('/api/records/find_k', { title: 'zebra' })
  await seller.post('/api/records/find_a', { title: 'zebra of mine' })
})
afterAll(() => api.stop())

const found = async (client: Client, query: string) => {
  const { status, body } = await client.get(`/api/search?${query}`)
  expect(status).toBe(200)
  return body.data as { object: string; label: string; records: { label: string }[]; more: boolean }[]
}

test('what is found in all objects comes with what it is, the best names first', async () => {
  const all = await found(api.admin, 'q=zebra')
  expect(all.map((hit) => hit.object)).toEqual(['find_k', ...names.slice(0, -1)])
  expect(all[0]?.records.map((record) => record.label)).toEqual(['zebra', 'Zebra find_k', 'other'])
  expect(all[1]).toMatchObject({ label: 'find_a', more: false })
})

test('each finds what he may see, by fields that he may see', async () => {
  expect(await found(seller, 'q=zebra')).toMatchObject([
    { object: 'find_a', records: [{ label: 'zebra of mine' }] },
    { object: 'find_b', records: [{ label: 'Zebra find_b' }] },
  ])
  expect(await found(seller, 'q=q7q7')).toEqual([])
  expect((await found(api.admin, 'q=q7q7')).length).toBe(names.length)
})

test('limits and objects can be named, and wildcards mean themselves', async () => {
  expect(await found(api.admin, 'q=zebra&objects=find_c&limit=1')).toMatchObject([
    { object: 'find_c', records: [{ label: 'Zebra find_c' }], more: true },
  ])
  expect(await found(api.admin, `q=${encodeURIComponent('%_')}`)).toEqual([])
  for (const query of ['', 'q=', 'q=x&limit=21', 'q=x&page=2', `q=${'x'.repeat(201)}`])
    expect((await api.admin.get(`/api/search?${query}`)).status).toBe(400)
  expect((await api.admin.get('/api/search?q=x&objects=nothing')).status).toBe(404)
})
