import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

const label = (words: string) => ({ en: words, 'zh-CN': words })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })

const options = Object.fromEntries(['wood', 'steel', 'glass'].map((key, order) => [key, { order, label: label(key) }]))

const trip = {
  name: 'trip',
  'x-object': {
    label: label('Trip'),
    rules: {
      within_budget: { when: 'stops.sum(s, s.cost) > budget', message: label('Over budget') },
      no_steel: { when: "tags.exists(t, t == 'steel') && size(stops) > 2", message: label('Too heavy') },
    },
  },
  required: ['title'],
  properties: {
    title: field('text'),
    budget: field('money'),
    tags: field('multi-select', { options }),
    guide: field('lookup', { object: 'guide', collection: 'trips' }),
    by: field('user'),
    helpers: field('multi-lookup', { object: 'guide' }),
    about: field('polymorphic-lookup', { objects: ['guide'] }),
    total: field('formula', { expression: 'stops.sum(s, s.double)' }),
    busiest: field('formula', { expression: 'stops.max(s, s.legs.count(g, g.km > s.cost))' }),
    first_day: field('formula', { expression: 'stops.min(s, s.day)' }),
    trips_of_guide: field('formula', { expression: 'size(guide.trips)' }),
    mine: field('formula', { expression: 'user.trip.exists(g, g.title == title)' }),
  },
}

const stop = {
  name: 'stop',
  'x-object': { label: label('Stop') },
  properties: {
    place: field('text'),
    cost: field('money'),
    day: field('date'),
    double: field('formula', { expression: 'cost * 2' }),
    share: field('formula', { expression: 'cost / trip.total' }),
    trip: field('master-detail', { object: 'trip', collection: 'stops' }),
  },
}

const leg = {
  name: 'leg',
  'x-object': { label: label('Leg') },
  properties: {
    name: field('text'),
    km: field('integer'),
    stop: field('master-detail', { object: 'stop', collection: 'legs' }),
  },
}

const guide = {
  name: 'guide',
  'x-object': { label: label('Guide') },
  properties: { name: field('text'), account: field('user') },
}

const role = (name: string, grants: object) => ({ name, label: label(name), grants })
const cheapStops = { operations: ['read'], where: 'cost < 100' }

let api: ApiServer
let guest: Client
let north: string
let anna: string

const publish = (put: object[]) => api.admin.post('/api/metadata/publish', { put, confirm: true })

beforeAll(async () => {
  api = await startApi()
  const objects = [trip, stop, leg, guide].map((definition) => ({ kind: 'object', definition }))
  const roles = [
    role('guest', {
      trip: { operations: ['read'] },
      stop: cheapStops,
      guide: { operations: ['read'], where: "name != 'Anna'" },
    }),
  ]
  const made = await publish([...objects, ...roles.map((definition) => ({ kind: 'role', definition }))])
  expect(made.text).toContain('"revision"')
  guest = await api.as('guest', ['guest'])
  anna = await make('guide', { name: 'Anna' })
  const me = (await api.admin.get('/api/me')).body.user.id as string
  const bert = await make('guide', { name: 'Bert' })
  const about = { object: 'guide', id: bert }
  north = await make('trip', {
    title: 'North',
    budget: 500,
    tags: ['wood'],
    guide: anna,
    by: me,
    helpers: [bert, anna],
    about,
  })
  await make('trip', { title: 'South', guide: anna })
  const cheap = await make('stop', { trip: north, place: 'Bay', cost: 50, day: '2026-05-02' })
  await make('stop', { trip: north, place: 'Fell', cost: 200.5, day: '2026-05-01' })
  for (const km of [40, 60, 70]) await make('leg', { stop: cheap, name: `${km}`, km })
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made, made.text).toMatchObject({ status: 201 })
  return made.body.id as string
}

async function titles(filter: string, by: Client = api.admin): Promise<string[]> {
  const { status, body, text } = await by.get(
    `/api/records/trip?fields=title&sort=title&filter=${encodeURIComponent(filter)}`,
  )
  expect(status, text).toBe(200)
  return body.data.map(({ title }: { title: string }) => title)
}

async function problems(filter: string): Promise<[number, string[]]> {
  const { status, body } = await api.admin.get(`/api/records/trip?filter=${encodeURIComponent(filter)}`)
  return [status, body.problems.map(({ code }: { code: string }) => code)]
}

describe('filters over the records of a collection (PLAT-12)', () => {
  test.each([
    ['stops.exists(s, s.cost > 100)', ['North']],
    ['stops.all(s, s.cost > 100)', ['South']],
    ['size(stops) == 0', ['South']],
    ['stops == null', ['South']],
    ['has(stops)', ['North']],
    ['stops.count(s, s.cost < 100) == 1', ['North']],
    ['stops.sum(s, s.cost * 2) == 501 && stops.avg(s, s.cost) == 125.25', ['North']],
    ["stops.min(s, s.place) == 'Bay' && stops.max(s, s.day) == '2026-05-02'", ['North']],
    ['stops.exists(s, s.legs.exists(g, g.km > s.cost && g.km < budget))', ['North']],
    ['stops.exists(s, s.trip.title == title)', ['North']],
    ['size(guide.trips) == 2', ['North', 'South']],
    ["guide.trips.exists(t, t.title == 'South' && t.stops == null)", ['North', 'South']],
    ["helpers.exists(h, h.name == 'Bert') && helpers.count(h, true) == 2", ['North']],
    ['guide in helpers && helpers.exists(h, h == guide) && size(helpers) == 2', ['North']],
    ['helpers.max(h, h.name.size()) == 4', ['North']],
    ["about.object == 'guide' && about.id != null", ['North']],
    ['about == null', ['South']],
    ["'wood' in tags", ['North']],
    ["tags.exists(t, t in ['glass', 'wood'])", ['North']],
    ["tags == ['wood']", ['North']],
    ['tags == null', ['South']],
    ['size(tags) == 0 && isBlank(tags) && !has(tags)', ['South']],
  ])('%s', async (filter, found) => {
    expect(await titles(filter)).toEqual(found)
  })

  test('see only what the actor may see, on the way too', async () => {
    expect(await titles('size(stops) == 1', guest)).toEqual(['North'])
    expect(await titles('stops.exists(s, s.cost > 100)', guest)).toEqual([])
    expect(await titles('size(guide.trips) > 0', guest)).toEqual([])
    const hidden = await guest.get(`/api/records/trip?filter=${encodeURIComponent('stops.exists(s, has(s.legs))')}`)
    expect([hidden.status, hidden.body.code]).toEqual([400, 'unknown_field'])
    expect(await titles("helpers.exists(h, h.name == 'Anna')", guest)).toEqual([])
    expect(await titles("helpers.exists(h, h.name == 'Bert')", guest)).toEqual(['North'])
    const account = (await guest.get('/api/me')).body.user.id as string
    expect((await api.admin.patch(`/api/records/guide/${anna}`, { account })).status).toBe(200)
    expect(await titles("user.guide.exists(g, g.name == 'Anna')", guest)).toEqual([])
    expect(await titles('size(user.guide) == 0', guest)).toEqual(['North', 'South'])
  })

  test('do not see deleted records', async () => {
    const gone = await make('stop', { trip: north, place: 'Gone', cost: 1 })
    expect(await titles('size(stops) == 3')).toEqual(['North'])
    expect((await api.admin.delete(`/api/records/stop/${gone}`)).status).toBe(204)
    expect(await titles('size(stops) == 3')).toEqual([])
  })

  test('tell a hidden name, a taken one and a cost that is too high', async () => {
    expect(await problems('stops.exists(title, true)')).toEqual([400, ['invalid_expression']])
    expect(await problems('stops.exists(s, s.costs > 1)')).toEqual([400, ['unknown_field']])
    expect(await problems('stops == stops')).toEqual([400, ['type_mismatch']])
    expect(await problems('stops')).toEqual([400, ['type_mismatch']])
    const nested = 'stops.exists(a, a.trip.stops.exists(b, b.trip.stops.exists(c, c.trip.stops.exists(d, true))))'
    expect(await problems(nested)).toEqual([400, ['expression_too_complex']])
  })
})

describe('formulas over children (PLAT-13)', () => {
  test('are read, filtered and sorted by, each with the eyes of who asks', async () => {
    const fields = 'fields=title,total,busiest,first_day,trips_of_guide,mine&sort=-total'
    const { body } = await api.admin.get(`/api/records/trip?${fields}`)
    expect(body.data).toEqual([
      { title: 'North', total: 501, busiest: 2, first_day: '2026-05-01', trips_of_guide: 2, mine: true },
      { title: 'South', total: 0, busiest: null, first_day: null, trips_of_guide: 2, mine: false },
    ])
    const { body: seen } = await guest.get(`/api/records/trip/${north}?fields=total,busiest,trips_of_guide,mine`)
    expect(seen).toEqual({ total: 100, busiest: 0, trips_of_guide: 0, mine: false })
    expect(await titles('total > 500 && stops.exists(s, s.share > 0.3)')).toEqual(['North'])
  })

  test('that need their own value are refused', async () => {
    const circular = {
      ...stop,
      properties: { ...stop.properties, double: field('formula', { expression: 'trip.total' }) },
    }
    const { status, body } = await publish([{ kind: 'object', definition: circular }])
    expect(status).toBe(422)
    expect(JSON.stringify(body.problems)).toMatch(/formula_cycle.*stop\.double → trip\.total → stop\.double/)
  })

  test('hold the object back that they go over', async () => {
    const { status, body } = await api.admin.post('/api/metadata/publish', {
      put: [
        {
          kind: 'object',
          definition: {
            ...stop,
            properties: { ...stop.properties, trip: field('master-detail', { object: 'trip', collection: 'halts' }) },
          },
        },
      ],
      confirm: true,
    })
    expect(status).toBe(422)
    expect(JSON.stringify(body.problems)).toContain('trip has no field \\"stops\\"')
  })
})

describe('rules over children (PLAT-12)', () => {
  test('are tested when the record is written with its lines', async () => {
    const dear = await api.admin.post('/api/records/trip', {
      title: 'Dear',
      budget: 10,
      stops: [{ place: 'x', cost: 11 }],
    })
    expect(dear.status).toBe(422)
    expect(dear.text).toContain('Over budget')
    const stops = ['a', 'b', 'c'].map((place) => ({ place, cost: 1 }))
    const heavy = await api.admin.post('/api/records/trip', { title: 'Heavy', budget: 10, tags: ['steel'], stops })
    expect(heavy.text).toContain('Too heavy')
    const light = await api.admin.post('/api/records/trip', { title: 'Light', budget: 10, stops })
    expect(light, light.text).toMatchObject({ status: 201 })
    await api.admin.delete(`/api/records/trip/${light.body.id}`)
  })

  test('are tested when a field that they read changes', async () => {
    const lower = await api.admin.patch(`/api/records/trip/${north}`, { budget: 1 })
    expect(lower.status).toBe(422)
    expect(lower.text).toContain('Over budget')
  })
})
