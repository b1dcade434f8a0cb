import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf, openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
const ids: Record<string, string> = {}

async function create(object: string, key: string, values: Record<string, unknown>) {
  const { id } = await fixture.records.create(fixture.admin, { object, values })
  ids[key] = id
  return id
}

beforeAll(async () => {
  fixture = await openRecords()
  const east = await create('region', 'east', { name: 'East' })
  const acme = await create('customer', 'acme', {
    name: 'Acme',
    level: 'gold',
    region: east,
    credit: 100.5,
    owner: fixture.seller.id,
    code: 'A_1',
  })
  const bolt = await create('customer', 'bolt', { name: 'Bolt', level: 'silver', owner: fixture.other.id, code: 'B1' })
  await create('deal', 'big', { title: 'Big', customer: acme, amount: 5000, close_date: '2026-03-31' })
  await create('deal', 'small', { title: 'Small', customer: bolt, amount: 10.5, close_date: '2026-03-02' })
  await create('deal', 'open', { title: 'Open', customer: acme, closed_at: '2026-03-31T17:00:00Z' })
  await create('deal', 'secret', { title: 'Secret', amount: 77, is_private: true, close_date: '2026-04-01' })
})
afterAll(() => fixture.close())

const titles = async (input: object, actor = fixture.admin) =>
  (await listOf(fixture.records, actor, { object: 'deal', fields: ['title'], ...input })).data.map(({ title }) => title)

describe('reading a record', () => {
  it('gives every field, lookups with their label, numbers exact, times in UTC', async () => {
    const { json, version } = await fixture.records.get(fixture.admin, { object: 'customer', id: ids.acme! })
    expect(version).toBe(1)
    expect(json).toContain('"credit":100.50')
    expect(JSON.parse(json)).toEqual({
      id: ids.acme,
      name: 'Acme',
      code: 'A_1',
      level: 'gold',
      region: { id: ids.east, label: 'East' },
      credit: 100.5,
      active: true,
      owner: { id: fixture.seller.id, label: 'Sam' },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+00:00$/),
      created_by: { id: fixture.admin.id, label: 'Ada' },
      updated_at: expect.any(String),
      updated_by: { id: fixture.admin.id, label: 'Ada' },
      version: 1,
    })
  })

  it('gives paths under flat keys', async () => {
    const fields = ['title', 'customer.name', 'customer.region', 'customer.region.name', 'customer.id', 'half']
    const record = await fixture.records.get(fixture.admin, { object: 'deal', id: ids.big!, fields })
    expect(parsed(record)).toEqual({
      title: 'Big',
      'customer.name': 'Acme',
      'customer.region': { id: ids.east, label: 'East' },
      'customer.region.name': 'East',
      'customer.id': ids.acme,
      half: 2500,
    })
  })

  it.each(['nope', 'customer.nope', 'title.name', 'customer.region.name.x'])('refuses the field %s', async (field) => {
    const asked = fixture.records.get(fixture.admin, { object: 'deal', id: ids.big!, fields: [field] })
    expect(await refusalOf(asked)).toMatchObject({ code: 'unknown_field', status: 400 })
  })

  it('does not find what cannot be an id', async () => {
    expect(await refusalOf(fixture.records.get(fixture.admin, { object: 'deal', id: "x'" }))).toMatchObject({
      code: 'not_found',
    })
  })
})

const customersWith = async (q: string) =>
  (await listOf(fixture.records, fixture.admin, { object: 'customer', q, fields: ['name'] })).data.map((r) => r.name)

describe('lists', () => {
  it('filters by fields, paths, formulas and the current user', async () => {
    expect(await titles({ filter: 'amount > 100 && title != "x"' })).toEqual(['Big'])
    expect(await titles({ filter: 'customer.region.name == "East"', sort: 'title' })).toEqual(['Big', 'Open'])
    expect(await titles({ filter: 'half > 30 && half < 100' })).toEqual(['Secret'])
    expect(await titles({ filter: 'is_large' })).toEqual(['Big'])
    expect(await titles({ filter: 'customer_level == "silver"' })).toEqual(['Small'])
    expect(await titles({ filter: 'created_by == user.id && user.active', sort: 'title' })).toHaveLength(4)
  })

  it('binds literals: the same shape with other values', async () => {
    expect(await titles({ filter: `title == "Big' or 1=1"` })).toEqual([])
    expect(await titles({ filter: 'title == "Small"' })).toEqual(['Small'])
  })

  it('sorts by fields, formulas and paths with nulls last both ways', async () => {
    expect(await titles({ sort: 'amount' })).toEqual(['Small', 'Secret', 'Big', 'Open'])
    expect(await titles({ sort: '-amount' })).toEqual(['Big', 'Secret', 'Small', 'Open'])
    expect(await titles({ sort: '-half' })).toEqual(['Big', 'Secret', 'Small', 'Open'])
    expect(await titles({ sort: '-customer.name,title' })).toEqual(['Small', 'Big', 'Open', 'Secret'])
  })

  it('lists the newest first by default', async () => {
    expect(await titles({})).toEqual(['Secret', 'Open', 'Small', 'Big'])
  })

  it('searches the name and searchable fields, wildcards taken literally', async () => {
    expect(await customersWith('cm')).toEqual(['Acme'])
    expect(await customersWith('b1')).toEqual(['Bolt'])
    expect(await customersWith('A_')).toEqual(['Acme'])
    expect(await customersWith('%')).toEqual([])
    expect(await customersWith(' ')).toHaveLength(2)
  })

  it.each(['none', 'estimated', 'exact'] as const)('counts: %s', async (count) => {
    const { page } = await listOf(fixture.records, fixture.admin, { object: 'deal', count, limit: 2 })
    expect(page.count).toBe(count === 'none' ? null : 4)
  })

  it('tells every mistake of a filter with its place', async () => {
    const asked = fixture.records.list(fixture.admin, { object: 'deal', filter: 'amount > "x" && 1' })
    const error = await asked.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'invalid_expression', status: 400 })
    expect((error as { problems: { params: object }[] }).problems[0]?.params).toHaveProperty('position.offset')
  })

  it.each([
    [{ filter: 'nope == 1' }, 'unknown_field'],
    [{ filter: 'amount >' }, 'invalid_expression'],
    [{ sort: 'nope' }, 'unknown_field'],
    [{ limit: 0 }, 'invalid_request'],
    [{ limit: 501 }, 'invalid_request'],
    [{ after: '!!' }, 'invalid_cursor'],
    [{ after: 'eyJhIjoxfQ' }, 'invalid_cursor'],
  ])('refuses %j with %s', async (input, code) => {
    const asked = fixture.records.list(fixture.admin, { object: 'deal', ...input })
    expect(await refusalOf(asked)).toMatchObject({ code, status: 400 })
  })

  it('refuses objects that do not exist', async () => {
    expect(await refusalOf(fixture.records.list(fixture.admin, { object: 'nope' }))).toMatchObject({
      code: 'not_found',
    })
  })
})

const figures = async (input: object, actor = fixture.admin) =>
  (
    JSON.parse(await fixture.records.aggregate(actor, { object: 'deal', measures: ['count()'], ...input })) as {
      data: unknown[]
    }
  ).data

describe('figures', () => {
  it('counts, sums, averages and finds extremes without a group', async () => {
    const measures = ['count()', 'count(amount)', 'sum(amount)', 'avg(quantity)', 'min(close_date)', 'max(half)']
    expect(await figures({ measures })).toEqual([
      {
        'count()': 4,
        'count(amount)': 3,
        'sum(amount)': 5087.5,
        'avg(quantity)': null,
        'min(close_date)': '2026-03-02',
        'max(half)': 2500,
      },
    ])
  })

  it('groups by lookups with labels, by paths and by periods in the workspace zone', async () => {
    expect(await figures({ group: ['customer'] })).toEqual([
      { customer: { id: ids.acme, label: 'Acme' }, 'count()': 2 },
      { customer: { id: ids.bolt, label: 'Bolt' }, 'count()': 1 },
      { customer: null, 'count()': 1 },
    ])
    expect(await figures({ group: ['month(close_date)'], sort: '-count()' })).toEqual([
      { 'month(close_date)': '2026-03-01', 'count()': 2 },
      { 'month(close_date)': '2026-04-01', 'count()': 1 },
      { 'month(close_date)': null, 'count()': 1 },
    ])
    expect(await figures({ group: ['day(closed_at)'], filter: 'closed_at != null' })).toEqual([
      { 'day(closed_at)': '2026-04-01', 'count()': 1 },
    ])
    expect(await figures({ group: ['customer.region.name', 'is_large'], limit: 1 })).toHaveLength(1)
  })

  it.each([
    [{ measures: ['median(amount)'] }, 'invalid_request'],
    [{ measures: ['sum(title)'] }, 'invalid_request'],
    [{ measures: ['sum(nope)'] }, 'unknown_field'],
    [{ group: ['month(title)'] }, 'invalid_request'],
    [{ sort: 'amount' }, 'invalid_request'],
    [{ limit: 10_001 }, 'invalid_request'],
  ])('refuses %j with %s', async (input, code) => {
    expect(await refusalOf(figures(input))).toMatchObject({ code, status: 400 })
  })
})
