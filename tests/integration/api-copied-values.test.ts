import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})

const buyer = {
  name: 'buyer',
  'x-object': { label: label('Buyer'), nameField: 'name' },
  properties: { name: field('text'), terms: field('text'), level: field('integer') },
}
const goods = {
  name: 'goods',
  'x-object': { label: label('Goods'), nameField: 'name' },
  properties: {
    name: field('text'),
    unit: field('text'),
    price: field('money'),
    maker: field('lookup', { object: 'buyer' }),
  },
}
const copy = { unit: 'unit', price: 'price', made_by: 'maker.name' }
const line = {
  name: 'goods_line',
  'x-object': {
    label: label('Line'),
    nameField: 'title',
    rules: { dear: { when: 'price > 1000', message: label('Too dear'), field: 'price' } },
  },
  required: ['title', 'unit'],
  properties: {
    title: field('text'),
    goods: field('lookup', { object: 'goods', copy }),
    buyer: field('lookup', { object: 'buyer', copy: { level: 'level' }, lock: true }),
    unit: field('text'),
    price: field('money', {}, { default: 7 }),
    made_by: field('text'),
    level: field('integer'),
    terms: field('text', {}, { default: '=buyer.terms' }),
    seller: field('user', {}, { default: 'user' }),
    entered_by: field('text', {}, { default: '=user.username' }),
  },
}

const url = '/api/records/goods_line'
let api: ApiServer
const ids: Record<string, string> = {}
beforeAll(async () => {
  api = await startApi()
  const put = [buyer, goods, line].map((definition) => ({ kind: 'object', definition }))
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
  const make = async (object: string, values: object) =>
    (await api.admin.post(`/api/records/${object}`, values)).body.id
  ids.acme = await make('buyer', { name: 'Acme', terms: '30 days', level: 3 })
  ids.bolt = await make('goods', { name: 'Bolt', unit: 'kg', price: 12.5, maker: ids.acme })
  ids.gold = await make('goods', { name: 'Gold', unit: 'g', price: 5000 })
})
afterAll(() => api.stop())

const create = (values: object) => api.admin.post(url, { title: 'x', ...values })
const historyOf = async (id: string) => (await api.admin.get(`${url}/${id}/history`)).body.data[0].changes

test('choosing a record brings its values along in the same write, with their history (PLAT-15)', async () => {
  const { status, body } = await create({ goods: ids.bolt, buyer: ids.acme })
  expect([status, body]).toMatchObject([201, { unit: 'kg', price: 12.5, made_by: 'Acme', level: 3, terms: '30 days' }])
  expect(await historyOf(body.id)).toMatchObject({ unit: [null, 'kg'], level: [null, 3] })
})

test('what is sent goes before what is copied, and null was sent on purpose', async () => {
  const { body } = await create({ goods: ids.bolt, buyer: ids.acme, unit: 'box', price: null, terms: 'cash' })
  expect(body).toMatchObject({ unit: 'box', price: null, made_by: 'Acme', terms: 'cash' })
})

test('without a record defaults hold, and what is required is missed', async () => {
  const { body } = await create({ unit: 'm' })
  expect(body).toMatchObject({ price: 7, made_by: null, level: null, terms: null, entered_by: 'admin' })
  expect(body.seller.label).toBe('系统管理员')
  const missing = await create({})
  expect([missing.status, missing.body.problems.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
    422,
    ['/unit'],
  ])
})

test('rules see what is copied', async () => {
  const refused = await create({ goods: ids.gold })
  expect([refused.status, refused.body.problems[0].params]).toEqual([422, { rule: 'dear' }])
})

test('another choice copies anew, the same one does not, and only a locked one is emptied', async () => {
  const { body } = await create({ goods: ids.bolt, buyer: ids.acme, unit: 'box' })
  const patch = (values: object) => api.admin.patch(`${url}/${body.id}`, values)
  expect((await patch({ goods: ids.bolt, title: 'y' })).body).toMatchObject({ unit: 'box', title: 'y' })
  expect((await patch({ goods: ids.gold, price: 1 })).body).toMatchObject({ unit: 'g', price: 1, made_by: null })
  expect((await patch({ goods: null, buyer: null })).body).toMatchObject({ unit: 'g', price: 1, level: null })
})

test('a locked target cannot be entered', async () => {
  const refused = await create({ buyer: ids.acme, unit: 'm', level: 9 })
  expect(refused.body.problems).toMatchObject([{ pointer: '/level', code: 'read_only_field' }])
})

test('a bulk is filled like single records', async () => {
  const rows = [
    { title: 'a', goods: ids.bolt, buyer: ids.acme },
    { title: 'b', goods: ids.bolt, unit: 'box', price: null },
    { title: 'c', unit: 'm' },
  ]
  const { status, body } = await api.admin.post(`${url}/batch`, { create: rows })
  expect(status).toBe(200)
  const read = await Promise.all(body.create.map(({ id }: { id: string }) => api.admin.get(`${url}/${id}`)))
  expect(read.map(({ body: row }) => [row.unit, row.price, row.level, row.terms])).toEqual([
    ['kg', 12.5, 3, '30 days'],
    ['box', null, null, null],
    ['m', 7, null, null],
  ])
  const missing = await api.admin.post(`${url}/batch`, { create: [{ title: 'a' }] })
  expect(missing.body.problems).toMatchObject([{ pointer: '/create/0/unit', code: 'required' }])
})

test.each([
  [{ nope: 'unit' }, 'unknown_field'],
  [{ unit: 'nope' }, 'unknown_field'],
  [{ unit: 'price' }, 'type_mismatch'],
  [{ version: 'price' }, 'computed_field'],
])('copying %j is refused', async (wrong, code) => {
  const properties = { ...line.properties, goods: field('lookup', { object: 'goods', copy: wrong }) }
  const definition = { ...line, name: 'wrong', properties }
  const answer = await api.admin.post('/api/metadata/plan', { put: [{ kind: 'object', definition }] })
  expect(answer.body.problems.map((problem: { code: string }) => problem.code)).toEqual([code])
})
