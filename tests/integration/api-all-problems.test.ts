import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'

type Row = Record<string, unknown>

const label = (en: string) => ({ en, 'zh-CN': `测试${en}` })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const keys = (...names: string[]) => ({
  options: Object.fromEntries(names.map((name) => [name, { label: label(name) }])),
})
const nowhere = '01900000-0000-7000-8000-000000000000'

const parcel = {
  name: 'parcel',
  'x-object': {
    label: label('Parcel'),
    recordTypes: {
      small: { label: label('Small'), default: true },
      large: { label: label('Large'), required: ['weight'], hidden: ['note'], options: { way: ['ship'] } },
    },
    rules: {
      heavy: { when: 'weight > 10', message: label('Heavy') },
      doubtful: { when: 'weight > 5', message: label('Doubtful'), severity: 'warn' },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    code: field('text', { unique: true }),
    weight: field('integer'),
    note: field('text'),
    way: field('select', keys('ship', 'air')),
    speed: field('select', {
      ...keys('slow', 'fast'),
      dependsOn: { field: 'way', map: { ship: ['slow'], air: ['fast'] } },
    }),
    other: field('lookup', { object: 'parcel' }),
  },
}

const url = '/api/records/parcel'
let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const done = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: parcel }] })
  expect(done.status, done.text).toBe(200)
})
afterAll(() => api.stop())

const found = ({ body }: Answer) => body.problems.map(({ pointer, code }: Row) => `${String(pointer)} ${String(code)}`)
const create = (values: object) => api.admin.post(url, { name: 'p', ...values })
const batch = (body: object, query = '') => api.admin.post(`${url}/batch${query}`, body)

describe('what is wrong with a record (PLAT-12, PLAT-18)', () => {
  test('has a code that says what it is about, and a place: the field, or the record as a whole', async () => {
    const large = await create({ record_type: 'large', note: 'n', way: 'air', speed: 'slow' })
    expect([large.status, found(large).toSorted()]).toEqual([
      422,
      ['/note record_type_field', '/speed dependent_option', '/way record_type_option', '/weight record_type_required'],
    ])
    const heavy = await create({ weight: 11, other: nowhere })
    expect([heavy.status, found(heavy).toSorted()]).toEqual([422, [' rule', '/other unknown_reference']])
    const rows = await batch({ create: [{ name: 'a' }, { name: 'b', weight: 11 }] })
    expect(found(rows)).toEqual(['/create/1 rule'])
  })

  test('is told in both languages', async () => {
    const headers = { 'accept-language': 'zh-CN' }
    const answer = await api.admin.post(url, { name: 'p', record_type: 'large' }, headers)
    expect(answer.body.problems[0]).toMatchObject({ code: 'record_type_required', message: '请填写测试integer' })
  })
})

describe('what is wrong with a batch', () => {
  test('is told of new, changed and deleted records together, and nothing is written', async () => {
    const one = (await create({ code: 'one' })).body
    const two = (await create({ code: 'two' })).body
    const wrong = {
      create: [{ name: 'ok' }, { weight: 1 }, { name: 'x', other: 'no id' }],
      update: [
        { id: one.id, weight: 12 },
        { id: two.id, code: 'one' },
        { id: two.id, name: 'fine' },
        { id: nowhere, name: 'gone' },
        { id: one.id, version: 7, name: 'stale' },
      ],
      delete: [nowhere],
    }
    const answer = await batch(wrong)
    expect([answer.status, found(answer)], answer.text).toEqual([
      422,
      [
        '/create/1/name required',
        '/create/2/other wrong_format',
        '/update/0 rule',
        '/update/1/code duplicate',
        '/update/3 not_found',
        '/update/4 stale_version',
        '/delete/0 not_found',
      ],
    ])
    expect((await api.admin.get(`${url}/${two.id}`)).body).toMatchObject({ name: 'p', version: 1 })
    expect((await api.admin.get(`${url}?filter=${encodeURIComponent("name == 'ok'")}`)).body.data).toEqual([])
  })

  test('asks once about everything that warns, where nothing refuses', async () => {
    const { id } = (await create({})).body
    const doubtful = { create: [{ name: 'd', weight: 6 }], update: [{ id, weight: 7 }] }
    const asked = await batch(doubtful, '?accept_warnings=false')
    expect([asked.status, asked.body.code, found(asked)]).toEqual([
      409,
      'confirmation_needed',
      ['/create/0 rule', '/update/0 rule'],
    ])
    const refused = await batch({ ...doubtful, delete: [nowhere] }, '?accept_warnings=false')
    expect([refused.status, found(refused)]).toEqual([404, ['/delete/0 not_found']])
    const done = await batch(doubtful)
    expect([done.status, done.body.update]).toMatchObject([200, [{ version: 2, warnings: [{ code: 'rule' }] }]])
  })
})

test('a change set that names a document twice or one that there is not hides no other problem', async () => {
  const broken = { ...parcel, name: 'broken', properties: { name: field('text'), odd: field('no_such_type') } }
  const plan = await api.admin.post('/api/metadata/plan', {
    put: [{ kind: 'object', definition: broken }],
    patch: [
      { kind: 'object', name: 'parcel', patch: {} },
      { kind: 'object', name: 'parcel', patch: {} },
    ],
    delete: [{ kind: 'view', name: 'no_such_view' }],
  })
  const codes = plan.body.problems.map(({ name, code }: Row) => `${String(name)} ${String(code)}`)
  expect(codes).toEqual(expect.arrayContaining(['parcel repeated_change', 'no_such_view unknown_definition']))
  expect(codes.some((code: string) => code.startsWith('broken '))).toBe(true)
})

const looking = (rules: object) => ({
  ...parcel,
  name: 'depot',
  'x-object': { label: label('Depot'), nameField: 'name', rules },
  properties: { name: field('text'), crowd: field('formula', { expression: 'size(visits)' }) },
})
const van = (type: string, options: object) => ({
  name: 'van',
  'x-object': { label: label('Van'), nameField: 'name' },
  properties: { name: field('text'), stops: field(type, { collection: 'visits', ...options }) },
})
const plan = async (...definitions: object[]) => {
  const put = definitions.map((definition) => ({ kind: 'object', definition }))
  const { body } = await api.admin.post('/api/metadata/plan', { put })
  return body.problems.map(({ pointer, code }: Row) => `${String(pointer)} ${String(code)}`)
}

describe('a rule over records that are not bound to one record', () => {
  test.each([
    ['multi-lookup', { object: 'depot' }, 'size(visits) > 3'],
    ['multi-lookup', { object: 'depot' }, 'crowd > 3'],
    ['polymorphic-lookup', { objects: ['depot'] }, "visits.exists(v, v.name == 'x')"],
  ])('is not published for a %s (%j, %s)', async (type, options, when) => {
    const depot = looking({ full: { when, message: label('Full') } })
    expect(await plan(depot, van(type, options))).toEqual(['/x-object/rules/full/when rule_over_loose_collection'])
    expect(await plan(depot, van('lookup', { object: 'depot' }))).toEqual([])
  })
})

test('messages name objects by their labels', async () => {
  const zh = { 'accept-language': 'zh-CN' }
  expect((await api.admin.get(`${url}?sort=nope`, zh)).body.detail).toBe('“测试Parcel”没有字段“nope”')
  expect((await api.admin.get(`${url}?expand=nope`)).body.problems[0].message).toContain('“Parcel” has no collection')
})
