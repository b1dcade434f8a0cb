import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const options = (...keys: string[]) => ({
  options: Object.fromEntries(keys.map((key) => [key, { label: label(key) }])),
})

const partner = {
  name: 'partner',
  required: ['name'],
  'x-object': {
    label: label('Partner'),
    nameField: 'name',
    states: { field: 'stage', initial: 'new', transitions: { sign: { from: ['new', 'invited'], to: 'signed' } } },
  },
  properties: {
    name: field('text'),
    number: field('auto-number', { format: '{code:record_type}-{0000}', scope: ['record_type'] }),
    stage: field('select', options('new', 'invited', 'signed')),
    level: field('select', options('gold', 'silver', 'free')),
    limit: field('money', {}, { default: 10 }),
    tags: field('multi-select', options('a', 'b')),
    region: field('text'),
    memo: field('text', {}, { default: 'plain' }),
    since: field('date'),
  },
}
const recordTypes = {
  agent: {
    label: label('Agent'),
    order: 1,
    code: 'AG',
    default: true,
    required: ['region', 'tags'],
    hidden: ['since'],
    options: { level: ['gold', 'silver'], tags: ['a'] },
    defaults: { level: 'silver', memo: "=name + '!'" },
    initial: 'invited',
  },
  shop: { label: label('Shop'), order: 2, code: 'SH', hidden: ['limit'], defaults: { since: '=today()' } },
  old: { label: label('Old'), order: 3, active: false },
}
const withTypes = (types: object) => ({ ...partner, 'x-object': { ...partner['x-object'], recordTypes: types } })
const layout = (name: string, key: string, more: object) => ({
  kind: 'layout',
  definition: {
    name,
    object: 'partner',
    purpose: 'form',
    blocks: { [key]: { type: 'field', field: key, x: 0, y: 0, w: 8, h: 1 } },
    ...more,
  },
})

const url = '/api/records/partner'
let api: ApiServer
let before = ''
const publish = (...put: object[]) => api.admin.post('/api/metadata/publish', { put, confirm: true })
const object = (definition: object) => ({ kind: 'object', definition })

beforeAll(async () => {
  api = await startApi()
  const plain = {
    ...partner,
    properties: { ...partner.properties, number: field('auto-number', { format: '{0000}' }) },
  }
  expect((await publish(object(plain))).text).toContain('revision')
  before = (await api.admin.post(url, { name: 'Before' })).body.id
  const view = {
    name: 'agents',
    object: 'partner',
    recordType: 'agent',
    columns: { name: { order: 1 } },
    filter: 'limit > 5',
  }
  const done = await publish(
    object(withTypes(recordTypes)),
    layout('partner_form', 'name', {}),
    layout('partner_agent', 'level', { recordType: 'agent' }),
    { kind: 'view', definition: view },
  )
  expect(done.text).toContain('revision')
})
afterAll(() => api.stop())

const create = (values: object) => api.admin.post(url, { name: 'x', ...values })
const agent = { record_type: 'agent', region: 'north', tags: ['a'] }
const refused = ({ status, body }: Awaited<ReturnType<typeof create>>) => [
  status,
  (body.problems ?? []).map((each: { pointer: string }) => each.pointer),
]

describe('record types (PLAT-18)', () => {
  test('records that were there before have the default type', async () => {
    expect((await api.admin.get(`${url}/${before}`)).body.record_type).toBe('agent')
  })

  test('a type brings its own defaults, first state and number', async () => {
    const { body } = await create(agent)
    const agents = { level: 'silver', memo: 'x!', stage: 'invited', limit: 10, since: null, number: 'AG-0001' }
    expect(body).toMatchObject({ record_type: 'agent', ...agents })
    const shop = (await create({ record_type: 'shop' })).body
    expect(shop).toMatchObject({ level: null, memo: 'plain', stage: 'new', limit: null, number: 'SH-0001' })
    expect(shop.since).toMatch(/^\d{4}-/)
    expect((await create(agent)).body.number).toBe('AG-0002')
  })

  test('nothing said is the default type', async () => {
    expect((await create({ region: 'n', tags: ['a'] })).body).toMatchObject({ record_type: 'agent', stage: 'invited' })
  })

  test('what a type requires, hides and does not offer is refused at once', async () => {
    expect(refused(await create({ record_type: 'agent' }))).toEqual([422, ['/region', '/tags']])
    const wrong = await create({ ...agent, level: 'free', tags: ['a', 'b'], since: '2026-01-01' })
    expect(refused(wrong)).toEqual([422, ['/since', '/level', '/tags']])
    expect(refused(await create({ record_type: 'shop', limit: 3 }))).toEqual([422, ['/limit']])
  })

  test('a type out of use and an unknown one are no types of new records', async () => {
    expect(refused(await create({ record_type: 'old' }))).toEqual([422, ['/record_type']])
    expect(refused(await create({ record_type: 'none' }))).toEqual([422, ['/record_type']])
  })

  test('many rows at once follow the same rules', async () => {
    const rows = await api.admin.post(`${url}/batch`, {
      create: [
        { name: 'a', ...agent },
        { name: 'b', record_type: 'agent' },
      ],
    })
    expect(refused(rows)).toEqual([422, ['/create/1/region', '/create/1/tags']])
    const fine = await api.admin.post(`${url}/batch`, {
      create: [
        { name: 'a', ...agent },
        { name: 'b', record_type: 'shop' },
      ],
    })
    expect(fine.status).toBe(200)
    const { data } = (await api.admin.get(`${url}?filter=${encodeURIComponent("name in ['a', 'b']")}&sort=name`)).body
    expect(
      data.map((row: { stage: string; memo: string; number: string }) => [row.stage, row.memo, row.number.slice(0, 2)]),
    ).toEqual([
      ['invited', 'a!', 'AG'],
      ['new', 'plain', 'SH'],
    ])
  })

  test('a change of the type tests the record against the new one', async () => {
    const { id } = (await create({ record_type: 'shop' })).body
    expect(refused(await api.admin.patch(`${url}/${id}`, { record_type: 'agent' }))).toEqual([
      422,
      ['/since', '/region', '/tags'],
    ])
    const changed = await api.admin.patch(`${url}/${id}`, { ...agent, since: null })
    expect(changed.body).toMatchObject({ record_type: 'agent', region: 'north' })
  })

  test('a record that broke the rules before they came can be changed elsewhere', async () => {
    expect((await api.admin.patch(`${url}/${before}`, { memo: 'new' })).status).toBe(200)
    expect(refused(await api.admin.patch(`${url}/${before}`, { region: 'x', tags: [] }))).toEqual([422, ['/tags']])
  })

  test('records are filtered and grouped by type', async () => {
    const shops = await api.admin.get(`${url}?filter=${encodeURIComponent("record_type == 'shop'")}&fields=record_type`)
    expect(new Set(shops.body.data.map((row: { record_type: string }) => row.record_type))).toEqual(new Set(['shop']))
    const groups = await api.admin.get(`${url}/aggregate?measures=count()&group=record_type`)
    expect(groups.body.data.length).toBe(2)
  })

  test('a role with a row rule can be limited to a type', async () => {
    const grant = { operations: ['read', 'create'], where: "record_type == 'shop'" }
    await publish({ kind: 'role', definition: { name: 'shopkeeper', grants: { partner: grant } } })
    const keeper = await api.as('keeper', ['shopkeeper'])
    expect((await keeper.post(url, { name: 'x', ...agent })).status).toBe(403)
    expect((await keeper.post(url, { name: 'x', record_type: 'shop' })).status).toBe(201)
  })
})

const schemaOf = async (query: string) => (await api.admin.get(`${url}/schema?${query}`)).body
const fieldsOf = (body: { layout: { blocks: Record<string, { field?: string; requiredWhen?: string }> } }) =>
  Object.values(body.layout.blocks).flatMap((block) =>
    block.field ? [block.field + (block.requiredWhen ? '!' : '')] : [],
  )

describe('a form of a record type (PLAT-18)', () => {
  test('has the layout of the type with what the type demands', async () => {
    const body = await schemaOf('mode=create&recordType=agent')
    expect(body.recordType).toBe('agent')
    expect(fieldsOf(body)).toEqual(['level', 'name', 'tags!', 'region!'])
    expect(body.fields.level.options.map((one: { value: string }) => one.value)).toEqual(['gold', 'silver'])
    expect(body.schema.properties.level.default).toBe('silver')
    expect(body.fields.memo.defaultExpression).toBe("name + '!'")
    expect(body.states.initial).toBe('invited')
  })

  test('has the layout for all types where the type has none', async () => {
    expect(fieldsOf(await schemaOf('mode=create&recordType=shop'))).toEqual(['name'])
    expect(await schemaOf('mode=update')).toMatchObject({ recordType: null })
    expect(await schemaOf('mode=create')).toMatchObject({ recordType: 'agent' })
  })

  test('tells which types can be chosen', async () => {
    const { recordTypes: types } = await schemaOf('mode=create')
    expect(types.map((type: { name: string; creatable: boolean }) => [type.name, type.creatable])).toEqual([
      ['agent', true],
      ['shop', true],
      ['old', false],
    ])
    expect((await api.admin.get(`${url}/schema?mode=create&recordType=none`)).status).toBe(404)
  })

  test('a view for a type shows its records only', async () => {
    const { views } = (await api.admin.get(`${url}/views`)).body
    expect(views[0]).toMatchObject({ recordType: 'agent', filter: "record_type == 'agent' && (limit > 5)" })
  })
})

test('what is wrong with types is told at once, each with its place (PLAT-18)', async () => {
  const types = {
    a: { required: ['nope', 'number'], hidden: ['name'], default: true },
    b: {
      default: true,
      options: { level: ['x'], name: ['y'] },
      initial: 'gone',
      defaults: { limit: 'nope +', region: 5 },
    },
  }
  const { status, body } = await publish(object(withTypes(types)), layout('partner_b', 'name', { recordType: 'c' }))
  expect(status).toBe(422)
  const at = body.problems.map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`)
  expect(at).toEqual(
    expect.arrayContaining([
      expect.stringContaining('/x-object/recordTypes/a/required/0 unknown_field'),
      expect.stringContaining('/x-object/recordTypes/a/required/1 computed_field'),
      expect.stringContaining('/x-object/recordTypes/a/hidden/0 needed_field'),
      expect.stringContaining('/x-object/recordTypes/b/default repeated_default'),
      expect.stringContaining('/x-object/recordTypes/b/options/level/0 unknown_name'),
      expect.stringContaining('/x-object/recordTypes/b/options/name wrong_field_type'),
      expect.stringContaining('/x-object/recordTypes/b/initial unknown_name'),
      expect.stringContaining('/x-object/recordTypes/b/defaults/limit'),
      expect.stringContaining('/recordType unknown_name'),
    ]),
  )
})
