import { fieldTypes } from '@fieldwork/fields'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf, openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: Record<string, unknown> = {}, standard: Record<string, unknown> = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})

const sample = {
  name: 'sample',
  type: 'object',
  'x-object': {
    label: label('Sample'),
    nameField: 'name',
    rules: {
      far_north: { when: 'position.latitude > 80', message: label('Too far north'), field: 'position' },
      fair_needs_city: { when: "'fair' in sources && isBlank(address.city)", message: label('Where is the fair?') },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    opens: field('time', { indexed: true }),
    sources: field(
      'multi-select',
      { indexed: true, options: { web: {}, fair: {}, phone: {}, 'a, "b"': {}, fax: { active: false } } },
      { maxItems: 3 },
    ),
    sector: field('cascading-select', {
      options: { it: { children: { soft: {}, chips: {} } }, bank: {}, old: { active: false } },
    }),
    level: field('select', { options: { high: {}, low: {} } }),
    step: field('select', {
      options: { a: {}, b: {}, "c'd": {} },
      dependsOn: { field: 'level', map: { high: ['a', "c'd"], low: ['b'] } },
    }),
    region: field('region'),
    address: field('address', { searchable: true }),
    position: field('geolocation'),
    mark: field('color', { flags: true }),
    score: field('score', { half: true }),
    data: field('json'),
    story: field('rich-text', { searchable: true }),
    city: field('formula', { expression: 'address.city' }),
    source_count: field('formula', { expression: 'size(sources)' }),
  },
}

const values = {
  opens: '09:30',
  sources: ['fair', 'web'],
  sector: 'it/soft',
  region: '330106',
  address: { country: 'CN', city: '杭州市', street: 'line \\ "1"\t2'.replace('\t', ' '), region: '330106' },
  position: { latitude: 30.2741, longitude: 120.1551, accuracy: 12 },
  mark: 'red',
  score: 4.5,
  story: '<p onclick="x()">A &amp; B <b>bold</b></p><script>alert(1)</script>',
  data: { id: 'x', none: null, list: [1, [null], { a: null }], text: 'back\\slash\n' },
}
const stored = { ...values, sources: ['web', 'fair'], story: '<p>A &amp; B <b>bold</b></p>' }

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords({ objects: [sample] })
})
afterAll(() => fixture.close())

const create = async (more: Record<string, unknown> = {}) =>
  parsed(await fixture.records.create(fixture.admin, { object: 'sample', values: { name: 'A', ...values, ...more } }))
const get = async (id: string) => parsed(await fixture.records.get(fixture.admin, { object: 'sample', id }))
const update = async (id: string, change: Record<string, unknown>) =>
  parsed(await fixture.records.update(fixture.admin, { object: 'sample', id, values: change }))
const historyOf = async (id: string) =>
  (await fixture.records.history(fixture.admin, { object: 'sample', id })).data.map(({ changes }) => changes)
const idsOf = async (input: { filter?: string; q?: string; sort?: string }) =>
  (await listOf(fixture.records, fixture.admin, { object: 'sample', ...input })).data.map(({ id }) => id)
const aggregate = async (input: { group?: string[]; measures: string[] }) =>
  JSON.parse(await fixture.records.aggregate(fixture.admin, { object: 'sample', ...input })).data
const problems = async (work: Promise<unknown>) => (await refusalOf(work)).problems

describe('records with lists and structs (PLAT-7)', () => {
  it('give back what was written, one by one and in bulk, with the same history', async () => {
    const one = await create()
    expect(one).toMatchObject({ ...stored, city: '杭州市', source_count: 2 })
    const { ids } = await fixture.records.createMany(fixture.admin, {
      object: 'sample',
      rows: [
        { name: 'A', ...values },
        { name: 'B', data: 'a text', sources: ['a, "b"'] },
        { name: 'C', data: 0 },
        { name: 'D', data: false },
      ],
    })
    const many = await Promise.all(ids.map(get))
    const own = ['name', ...Object.keys(values)]
    const only = (record: Record<string, unknown>) => Object.fromEntries(own.map((name) => [name, record[name]]))
    expect(only(many[0]!)).toEqual(only(one))
    expect(many.slice(1).map(({ data }) => data)).toEqual(['a text', 0, false])
    expect(many[1]).toMatchObject({ sources: ['a, "b"'] })
    expect(await historyOf(ids[0]!)).toEqual(await historyOf(String(one.id)))
  })

  it('change with an event that holds both values, nulls inside them included', async () => {
    const { id } = await create()
    const data = { id: 'x', none: 1 }
    expect(await update(String(id), { data, sources: ['phone'] })).toMatchObject({ data, sources: ['phone'] })
    const [changes] = await historyOf(String(id))
    expect(changes).toEqual({ data: [stored.data, data], sources: [stored.sources, ['phone']] })
    await update(String(id), { data: null, sources: null, address: null })
    expect((await historyOf(String(id)))[0]).toEqual({
      data: [data, null],
      sources: [['phone'], null],
      address: [stored.address, null],
    })
  })

  it('are no change when they are sent as they are', async () => {
    const record = await create()
    const { name, ...same } = { name: 'A', ...values }
    expect(await update(String(record.id), same)).toMatchObject({ version: record.version })
    expect(await historyOf(String(record.id))).toHaveLength(1)
    expect(name).toBe('A')
  })

  it('are restored to an earlier version, and come back from the recycle bin', async () => {
    const { id } = await create()
    await update(String(id), { data: [], sources: ['phone'], address: { city: 'X' }, position: null, sector: 'bank' })
    const back = parsed(await fixture.records.restore(fixture.admin, { object: 'sample', id: String(id), version: 1 }))
    expect(back).toMatchObject(stored)
    await fixture.records.remove(fixture.admin, { object: 'sample', id: String(id) })
    const again = parsed(await fixture.records.undelete(fixture.admin, { object: 'sample', id: String(id) }))
    expect(again).toMatchObject(stored)
  })

  it('are found by what they hold', async () => {
    await fixture.db.query({ text: 'delete from sample' })
    const a = await create({ name: 'a' })
    const b = await create({
      name: 'b',
      sources: ['phone'],
      sector: 'bank',
      region: '110105',
      address: { city: 'Berlin', street: 'Allee 7' },
      position: { latitude: -33.9, longitude: 18.4 },
      opens: '17:00',
      score: 2,
    })
    const c = await create({ name: 'c', sources: null, sector: null, region: null, address: null, position: null })
    const found = async (filter: string) => (await idsOf({ filter, sort: 'name' })).map((id) => nameOf[String(id)])
    const nameOf: Record<string, string> = { [String(a.id)]: 'a', [String(b.id)]: 'b', [String(c.id)]: 'c' }
    expect(await found("('web' in sources || 'phone' in sources)")).toEqual(['a', 'b'])
    expect(await found("('web' in sources && 'fair' in sources)")).toEqual(['a'])
    expect(await found("!('web' in sources)")).toEqual(['b', 'c'])
    expect(await found('isBlank(sources)')).toEqual(['c'])
    expect(await found("startsWith(sector + '/', 'it/')")).toEqual(['a'])
    expect(await found("startsWith(region, '33')")).toEqual(['a'])
    expect(await found("address.city == 'Berlin'")).toEqual(['b'])
    expect(await found('isBlank(address)')).toEqual(['c'])
    expect(await found('position.latitude < 0')).toEqual(['b'])
    expect(await found('distance(position, position) == 0')).toEqual(['a', 'b'])
    expect(await found("opens >= '10:00'")).toEqual(['b'])
    expect(await found('score >= 4.5')).toEqual(['a', 'c'])
    expect((await idsOf({ q: 'allee 7' })).map((id) => nameOf[String(id)])).toEqual(['b'])
    expect(await idsOf({ q: 'country' })).toEqual([])
    expect(await idsOf({ q: 'a & b bold' })).toHaveLength(3)
    expect(await idsOf({ q: '<b>' })).toEqual([])
    expect((await idsOf({ sort: '-opens,name' })).map((id) => nameOf[String(id)])).toEqual(['b', 'a', 'c'])
  })

  it('are counted and grouped where that makes sense', async () => {
    const measures = ['count(sources)', 'count(address)', 'avg(score)', 'max(opens)']
    expect(await aggregate({ measures })).toEqual([
      { 'count(sources)': 2, 'count(address)': 2, 'avg(score)': expect.any(Number), 'max(opens)': '17:00' },
    ])
    expect(await aggregate({ group: ['sector'], measures: ['count()'] })).toHaveLength(3)
    expect(await refusalOf(aggregate({ group: ['sources'], measures: ['count()'] }))).toMatchObject({ status: 400 })
    expect(await refusalOf(idsOf({ sort: 'address' }))).toMatchObject({ status: 400 })
  })

  it('are refused with every problem, each at its field', async () => {
    const wrong = create({
      opens: '9:30',
      sources: ['fax'],
      sector: 'it',
      region: '339999',
      address: { town: 'X' },
      position: { latitude: 95, longitude: 0 },
      mark: '#123456',
      score: 4.2,
      data: ['nul\u0000'],
      story: '<script>alert(1)</script>',
    })
    expect((await refusalOf(wrong)).problems.sort()).toEqual([
      '/address/town unknown_field',
      '/data unstorable_text',
      '/mark not_an_option',
      '/opens wrong_pattern',
      '/position/latitude too_large',
      '/region not_an_option',
      '/score not_a_multiple',
      '/sector not_an_option',
      '/sources/0 not_an_option',
      '/story blank_text',
    ])
  })

  it('obey rules over their parts', async () => {
    const rules = ['/position rule', 'rule']
    const broken = create({ position: { latitude: 85, longitude: 0 }, address: { street: 'X' } })
    expect((await refusalOf(broken)).problems.sort()).toEqual(rules)
  })

  it('offer the options that go with another field, whichever of the two is written (PLAT-11)', async () => {
    expect(await create({ level: 'high', step: "c'd" })).toMatchObject({ step: "c'd" })
    expect(await problems(create({ level: 'high', step: 'b' }))).toEqual(['/step dependent_option'])
    expect(await problems(create({ step: 'b' }))).toEqual(['/step dependent_option'])
    const { id } = await create({ level: 'low', step: 'b' })
    expect(await problems(update(String(id), { level: 'high' }))).toEqual(['/step dependent_option'])
    expect(await problems(update(String(id), { level: null }))).toEqual(['/step dependent_option'])
    expect(await update(String(id), { level: 'high', step: 'a' })).toMatchObject({ level: 'high', step: 'a' })
    const rows = [{ name: 'bulk', level: 'low', step: 'a' }]
    expect(await problems(fixture.records.createMany(fixture.admin, { object: 'sample', rows }))).toEqual([
      '/0/step dependent_option',
    ])
  })

  it('keep a value that went out of use, also when it is sent again', async () => {
    const { id } = await create()
    await fixture.db.query({
      text: `update sample set sources = '{fax}', sector = 'old', region = '999999' where id = $1`,
      values: [id],
    })
    const same = { name: 'new', sources: ['fax'], sector: 'old', region: '999999' }
    expect(await update(String(id), same)).toMatchObject(same)
    expect((await refusalOf(update(String(id), { sector: 'it' }))).problems).toEqual(['/sector not_an_option'])
  })

  it('are found by an index where the field asks for one', async () => {
    const { rows } = await fixture.db.query<{ def: string }>({
      text: `select indexdef as def from pg_indexes where tablename = 'sample'`,
    })
    const definitions = rows.map(({ def }) => def).join('\n')
    expect(definitions).toMatch(/using gin \(sources\)/i)
    expect(definitions).toMatch(/btree \(opens\)/)
  })

  it('have a type each that says which of the common options make no sense', () => {
    const refused = [...fieldTypes.values()].flatMap(({ name, without = [] }) =>
      without.map((option) => `${name} ${option}`),
    )
    expect(refused).toEqual(expect.arrayContaining(['multi-select unique', 'address unique', 'json indexed']))
  })
})
