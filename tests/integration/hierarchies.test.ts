import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf, putObject, putRole } from '../support/plain-object.ts'

let api: ApiServer
let worker: Client

const all = ['read', 'create', 'update', 'delete']
const place = { hierarchy: 'parent' }

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('place', { parent: fieldOf('lookup', { object: 'place' }), hidden: fieldOf('boolean') }, place),
    putObject('shop', {
      place: fieldOf('lookup', { object: 'place' }),
      other: fieldOf('lookup', { object: 'place' }),
      sales: fieldOf('integer'),
    }),
    putRole('worker', { place: { operations: all, where: 'hidden != true' }, shop: { operations: ['read'] } }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.text).toMatch(/"revision"/)
  worker = await api.as('worker', ['worker'])
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const make = async (object: string, values: object): Promise<string> => {
  const made = await api.admin.post(`/api/records/${object}`, { name: object, ...values })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
const move = (id: string, parent: string | null) => api.admin.patch(`/api/records/place/${id}`, { parent })
const problemsOf = ({ status, body }: Answer): string[] => [
  `${status}`,
  ...(body.problems ?? []).map(({ pointer, code }: { pointer?: string; code: string }) => `${pointer ?? ''} ${code}`),
]
const chain = async (length: number): Promise<string[]> => {
  const ids: string[] = []
  for (let i = 0; i < length; i++) ids.push(await make('place', { name: `p${i}`, parent: ids.at(-1) ?? null }))
  return ids
}
const namesIn = async (filter: string, object = 'shop', client = api.admin): Promise<string[]> => {
  const answer = await client.get(
    `/api/records/${object}?fields=name&sort=name&limit=500&filter=${encodeURIComponent(filter)}`,
  )
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data.map(({ name }: { name: string }) => name)
}

describe('records below records (PLAT-21)', () => {
  test('a record never stands below itself, whichever way it is written', async () => {
    const [top, middle, low] = (await chain(3)) as [string, string, string]
    const cycle = ['422', '/parent cycle']
    expect(problemsOf(await move(top, top))).toEqual(cycle)
    expect(problemsOf(await move(top, low))).toEqual(cycle)
    const batch = await api.admin.post('/api/records/place/batch', {
      update: [
        { id: middle, parent: null },
        { id: low, parent: top },
        { id: top, parent: low },
      ],
    })
    expect(problemsOf(batch)).toEqual(['422', '/update/2/parent cycle'])
    expect((await move(low, top)).status).toBe(200)
    await move(low, null)
    await move(top, low)
    expect(problemsOf(await api.admin.post(`/api/records/place/${low}/restore`, { version: 1 }))).toEqual([
      '422',
      '/parent cycle',
    ])
    expect((await move(top, null)).status).toBe(200)
  })

  test('two writers at once make no ring either', async () => {
    for (let round = 0; round < 15; round++) {
      const ids = await Promise.all([0, 1, 2, 3].map((i) => make('place', { name: `r${i}` })))
      const moves = await Promise.all(ids.map((id, i) => move(id, ids[(i + 1) % ids.length]!)))
      expect(moves.filter(({ status }) => status === 200)).toHaveLength(3)
      expect(problemsOf(moves.find(({ status }) => status !== 200)!)).toEqual(['422', '/parent cycle'])
    }
  })

  test('a field that is no lookup to the object itself is no hierarchy', async () => {
    const put = [
      putObject('stray', { to: fieldOf('lookup', { object: 'place' }) }, { hierarchy: 'to' }),
      putObject('lost', {}, { hierarchy: 'parent' }),
    ]
    const refused = await api.admin.post('/api/metadata/publish', { put })
    expect(refused.status).toBe(422)
    expect(problemsOf(refused).slice(1)).toEqual(
      expect.arrayContaining([expect.stringContaining('wrong_field_type'), expect.stringContaining('unknown_field')]),
    )
  })
})

describe('under()', () => {
  let ids: string[]
  beforeAll(async () => {
    ids = await chain(40)
    await make('shop', { name: 'a', place: ids[0], other: ids[0], sales: 1 })
    await make('shop', { name: 'b', place: ids[20], other: ids[10], sales: 10 })
    await make('shop', { name: 'c', place: ids[39], other: ids[39], sales: 100 })
    await make('shop', { name: 'd', sales: 1000 })
  })

  test('finds a record and everything below it, at any depth', async () => {
    expect(await namesIn(`under(place, '${ids[0]}')`)).toEqual(['a', 'b', 'c'])
    expect(await namesIn(`under(place, '${ids[20]}')`)).toEqual(['b', 'c'])
    expect(await namesIn(`place != null && !under(place, '${ids[20]}')`)).toEqual(['a'])
    expect(await namesIn(`under(id, '${ids[38]}')`, 'place')).toEqual(['p38', 'p39'])
    expect(await namesIn(`under(place, other) && other != '${ids[0]}'`)).toEqual(['b', 'c'])
    expect(await namesIn(`under(other, place)`)).toEqual(['a', 'c'])
  })

  test('adds up a subtree', async () => {
    const filter = encodeURIComponent(`under(place, '${ids[5]}')`)
    const sums = await api.admin.get(`/api/records/shop/aggregate?measures=sum(sales),count()&filter=${filter}`)
    expect(sums.body.data).toEqual([{ 'sum(sales)': 110, 'count()': 2 }])
  })

  test('sees only through what the actor may see', async () => {
    expect(await namesIn(`under(place, '${ids[0]}')`, 'shop', worker)).toEqual(['a', 'b', 'c'])
    await api.admin.patch(`/api/records/place/${ids[30]}`, { hidden: true })
    expect(await namesIn(`under(place, '${ids[0]}')`, 'shop', worker)).toEqual(['a', 'b'])
    expect(await namesIn(`under(place, '${ids[30]}')`, 'shop', worker)).toEqual([])
    expect(await namesIn(`under(place, '${ids[30]}')`, 'shop')).toEqual(['c'])
  })

  test.each([
    `under(name, '01900000-0000-7000-8000-000000000000')`,
    `under(id, '01900000-0000-7000-8000-000000000000')`,
    `under(place, 'north')`,
    `under(place)`,
    `under(place, 1)`,
    `under('a', 'b')`,
  ])('refuses %s', async (filter) => {
    const answer = await api.admin.get(`/api/records/shop?filter=${encodeURIComponent(filter)}`)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_expression'])
  })

  test('stands in row rules, where it sees everything', async () => {
    const put = [putRole('southern', { shop: { operations: ['read'], where: `under(place, '${ids[20]}')` } })]
    expect((await api.admin.post('/api/metadata/publish', { put })).text).toMatch(/"revision"/)
    const southern = await api.as('southern', ['southern'])
    expect(await namesIn('true', 'shop', southern)).toEqual(['b', 'c'])
  })
})

const level = async (query: string, client = api.admin) => {
  const answer = await client.get(
    `/api/records/place/tree?fields=name&sort=name&filter=${encodeURIComponent(`name.startsWith('t-')`)}${query}`,
  )
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

describe('a tree level by level', () => {
  test('tells what has children, pages, and puts what hangs on hidden records on top', async () => {
    const top = await make('place', { name: 't-top' })
    const left = await make('place', { name: 't-left', parent: top, hidden: true })
    await make('place', { name: 't-right', parent: top })
    await make('place', { name: 't-low', parent: left })
    expect((await level('')).data).toEqual([{ name: 't-top', _has_children: true }])
    expect((await level(`&parent=${top}`)).data).toEqual([
      { name: 't-left', _has_children: true },
      { name: 't-right', _has_children: false },
    ])
    expect((await level('', worker)).data.map(({ name }: { name: string }) => name)).toEqual(['t-low', 't-top'])
    expect((await level(`&parent=${top}`, worker)).data).toEqual([{ name: 't-right', _has_children: false }])
    expect((await level(`&parent=${left}`, worker)).data).toEqual([])
    const page = await level(`&parent=${top}&limit=1&count=exact`)
    expect([page.data[0].name, page.page.count]).toEqual(['t-left', 2])
    expect((await level(`&parent=${top}&limit=1&after=${page.page.after}`)).data[0].name).toBe('t-right')
  })

  test('refuses objects without a hierarchy and parents that are no ids', async () => {
    expect((await api.admin.get('/api/records/shop/tree')).body.problems[0].code).toBe('no_hierarchy')
    expect((await api.admin.get('/api/records/place/tree?parent=x')).status).toBeLessThan(500)
    expect((await api.admin.get('/api/records/place/tree?parent=x')).status).toBeGreaterThan(399)
  })
})
