import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const company = { match: [{ field: 'name', normalise: 'company' }], action: 'block', message: label('Known', '已有') }
const dealer = {
  name: 'dealer',
  'x-object': {
    label: label('Dealer', '经销商'),
    nameField: 'name',
    duplicates: {
      a_phone: { match: ['phone'], action: 'warn', order: 20 },
      b_code: { match: ['code'], action: 'warn', order: 10 },
      c_last: { match: ['town'], where: 'active', action: 'warn' },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    code: field('text'),
    phone: field('phone'),
    town: field('text'),
    active: field('boolean'),
    tags: field('multi-select', { options: { a: { order: 1, label: label('A') } } }),
  },
}

const url = '/api/metadata/duplicates/try'
let api: ApiServer
let known: string
beforeAll(async () => {
  api = await startApi()
  const put = [{ kind: 'object', definition: dealer }]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  const values = { name: '明德机械有限公司', code: 'D-1', phone: '021 6100 2200', town: '上海', active: true }
  known = (await api.admin.post('/api/records/dealer', values)).body.id
})
afterAll(() => api.stop())

const tryOn = async (question: object) => {
  const { status, body } = await api.admin.post(url, { object: 'dealer', ...question })
  expect(status).toBe(200)
  return body.data
}

const places = ({ problems }: { problems: { pointer: string; code: string }[] }) =>
  problems.map(({ pointer, code }) => `${pointer} ${code}`)

test('rules are told of in the order that they have, then by name (PLAT-17)', async () => {
  const values = { name: 'B', code: 'd-1', phone: '+86 21 6100 2200', town: '上海', active: true }
  const refused = await api.admin.post('/api/records/dealer', values)
  expect(refused.body.problems.map(({ params }: { params: { rule: string } }) => params.rule)).toEqual([
    'b_code',
    'a_phone',
    'c_last',
  ])
  expect((await tryOn({ values })).map(({ rule }: { rule: string }) => rule)).toEqual(['b_code', 'a_phone', 'c_last'])
})

test('a rule that is not published is tried on the records there are', async () => {
  const [tried, ...others] = await tryOn({ values: { name: '明德机械 股份有限公司' }, rules: { company } })
  expect(others).toEqual([])
  expect(tried).toEqual({
    rule: 'company',
    problems: [],
    keys: ['明德机械'],
    applies: true,
    more: false,
    found: {
      pointer: '/name',
      code: 'duplicate',
      message: 'Known: “明德机械有限公司” exists already',
      params: { rule: 'company', can_override: false, records: [{ id: known, label: '明德机械有限公司' }] },
    },
  })
  expect((await api.admin.get('/api/records/dealer')).body.data).toHaveLength(1)
})

test('a record is not found by its own values', async () => {
  const [tried] = await tryOn({ id: known, values: { name: '明德机械有限公司' }, rules: { company } })
  expect(tried).toMatchObject({ keys: ['明德机械'], found: null })
})

test('what is empty or outside the condition is compared with nothing, and says so', async () => {
  const [code, , town] = await tryOn({ values: { town: '上海', active: false } })
  expect(code).toMatchObject({ rule: 'b_code', keys: [null], applies: true, found: null })
  expect(town).toMatchObject({ rule: 'c_last', keys: ['上海'], applies: false, found: null })
})

test('more records than are told are not passed over in silence', async () => {
  const rows = Array.from({ length: 21 }, (_, at) => ({ name: `Many ${at}`, town: '苏州' }))
  for (const row of rows) expect((await api.admin.post('/api/records/dealer', row)).status).toBe(201)
  const rules = { town: { match: ['town'], action: 'warn' } }
  const [tried] = await tryOn({ values: { town: '苏 州' }, rules })
  expect(tried.more).toBe(true)
  expect(tried.found.params.records).toHaveLength(20)
})

test('every problem of a rule is told at its place, and the others are tried all the same', async () => {
  const rules = {
    company,
    broken: { match: ['nowhere', 'tags'], where: 'actve', action: 'warn' },
    shapeless: { match: [], action: 'ask' },
  }
  const [sound, broken, shapeless] = await tryOn({ values: { name: '明德机械' }, rules })
  expect(sound.found).not.toBeNull()
  expect(places(broken)).toEqual(['/match/0 unknown_field', '/match/1 wrong_field_type', '/where unknown_field'])
  expect(places(shapeless).map((place) => place.split(' ')[0])).toEqual(['/match', '/action'])
})

test('wrong values, unknown objects and others than administrators are refused', async () => {
  const wrong = await api.admin.post(url, { object: 'dealer', values: { phone: 5, nope: 1 }, rules: { company } })
  expect(wrong.status).toBe(422)
  expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual(['/nope', '/phone'])
  expect((await api.admin.post(url, { object: 'nowhere', values: {} })).status).toBe(404)
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`r${at}`, company]))
  expect((await api.admin.post(url, { object: 'dealer', values: {}, rules: many })).body.problems).toMatchObject([
    { pointer: '/rules' },
  ])
  const other = await api.as('other', [])
  expect((await other.post(url, { object: 'dealer', values: {} })).status).toBe(403)
})
