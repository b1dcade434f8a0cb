import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const person = {
  name: 'person',
  'x-object': { label: label('Person', '人员'), nameField: 'phone' },
  properties: {
    alias: field('text', { searchable: true }),
    phone: field('text', { sensitive: { mask: 'last4' }, searchable: true }),
    mail: field('email', { sensitive: { mask: 'domain' } }),
    card: field('text', { sensitive: { mask: 'first' }, unique: true }),
    salary: field('money', { scale: 2, sensitive: true }),
    twice: field('formula', { expression: 'salary * 2', result: 'decimal' }),
    card_number: field('text', { sensitive: true }),
  },
}
const bill = {
  name: 'pay_bill',
  'x-object': { label: label('Bill', '账单'), nameField: 'title' },
  properties: {
    title: field('text'),
    person: field('lookup', { object: 'person', collection: 'bills', copy: { card: 'card' } }),
    card: field('text', { sensitive: true }),
    their_salary: field('formula', { expression: 'person.salary', result: 'decimal' }),
  },
}
const group = {
  name: 'pay_group',
  'x-object': { label: label('Group', '组'), nameField: 'title' },
  properties: {
    title: field('text'),
    total: field('roll-up', { object: 'pay_item', via: 'group', function: 'sum', field: 'amount' }),
  },
}
const item = {
  name: 'pay_item',
  'x-object': { label: label('Item', '项'), nameField: 'title' },
  properties: {
    title: field('text'),
    group: field('lookup', { object: 'pay_group', collection: 'items' }),
    amount: field('money', { scale: 2, sensitive: true }),
  },
}

const all = ['read', 'create', 'update', 'delete']
const roles = {
  clerk: { '*': { operations: all } },
  payroll: { '*': { operations: all, sensitive: true } },
  phones: { '*': { operations: all }, person: { operations: all, sensitive: ['phone'] } },
  some_rows: { person: { operations: ['read'], where: "alias == 'ann'", sensitive: true } },
}

let api: ApiServer
let clerk: Client
let payroll: Client
let ann: string
const url = '/api/records/person'

beforeAll(async () => {
  api = await startApi()
  const put = [
    ...[person, bill, item, group].map((definition) => ({ kind: 'object', definition })),
    ...Object.entries(roles).map(([name, grants]) => ({
      kind: 'role',
      definition: { name, label: label(name), grants },
    })),
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
  clerk = await api.as('clerk', ['clerk'])
  payroll = await api.as('payroll', ['payroll'])
  const values = { alias: 'ann', phone: '13812345678', mail: 'ann@example.com', card: 'AB12', salary: 1000 }
  const made = await clerk.post(url, values)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject(hidden)
  ann = made.body.id
})
afterAll(() => api.stop())

/** What a clerk sees of Ann. */
const hidden = {
  alias: 'ann',
  phone: null,
  mail: null,
  card: null,
  salary: null,
  twice: null,
  _masked: { phone: '••••5678', mail: '••••@example.com', card: 'A••••', salary: '••••', twice: '••••' },
}

const codesOf = ({ status, body }: Answer) => [status, body.problems?.[0]?.code]

test('who has no right to it sees the mask in every read, whoever has it sees the value (PLAT-8)', async () => {
  expect((await clerk.get(`${url}/${ann}`)).body).toMatchObject(hidden)
  expect((await clerk.get(url)).body.data[0]).toMatchObject(hidden)
  for (const client of [payroll, api.admin]) {
    const { body } = await client.get(`${url}/${ann}`)
    expect(body).toMatchObject({ phone: '13812345678', mail: 'ann@example.com', salary: 1000, twice: 2000 })
    expect(body).not.toHaveProperty('_masked')
  }
})

test('a role opens the fields that it names', async () => {
  const { body } = await (await api.as('phones', ['phones'])).get(`${url}/${ann}`)
  expect(body).toMatchObject({ phone: '13812345678', salary: null, twice: null })
})

test('a role that opens fields on some rows does not open them on the rows of another', async () => {
  const only = await api.as('some', ['some_rows'])
  expect((await only.get(`${url}/${ann}`)).body.salary).toBe(1000)
  const both = await api.as('both', ['some_rows', 'clerk'])
  const bob = (await clerk.post(url, { alias: 'bob', salary: 2000 })).body.id
  expect((await both.get(`${url}/${ann}`)).body).toMatchObject({ salary: 1000, twice: 2000, _masked: {} })
  expect((await both.get(`${url}/${bob}`)).body).toMatchObject({ salary: null, _masked: { salary: '••••' } })
  expect(codesOf(await both.get(`${url}?sort=salary`))).toEqual([403, 'masked_field'])
  await clerk.delete(`${url}/${bob}`)
})

test('labels, paths, collections, groups and the recycle bin are masked', async () => {
  const made = await clerk.post('/api/records/pay_bill', { title: 'one', person: ann })
  expect(made.body).toMatchObject({ person: { id: ann, label: '••••5678' }, card: null, their_salary: null })
  const list = await clerk.get('/api/records/pay_bill?fields=title,person.phone,person.alias,their_salary')
  expect(list.body.data[0]).toEqual({
    title: 'one',
    'person.phone': null,
    'person.alias': 'ann',
    their_salary: null,
    _masked: { 'person.phone': '••••5678', their_salary: '••••' },
  })
  expect((await payroll.get(`/api/records/pay_bill/${made.body.id}`)).body).toMatchObject({
    card: 'AB12',
    their_salary: 1000,
    person: { label: '13812345678' },
  })
  const expanded = await clerk.get(`${url}/${ann}?expand=bills`)
  expect(expanded.body.bills[0]).toMatchObject({ card: null, _masked: { card: '••••' } })
  const grouped = await clerk.get('/api/records/pay_bill/aggregate?measures=count()&group=person')
  expect(grouped.body.data[0].person.label).toBe('••••5678')
  const other = await clerk.post(url, { phone: '13899999999' })
  await clerk.delete(`${url}/${other.body.id}`)
  expect((await clerk.get('/api/recycle-bin?object=person')).body.data[0].label).toBe('••••9999')
})

test('a roll-up over a sensitive field is as sensitive', async () => {
  const made = await payroll.post('/api/records/pay_group', { title: 'g' })
  await payroll.post('/api/records/pay_item', { title: 'i', group: made.body.id, amount: 5 })
  expect((await payroll.get(`/api/records/pay_group/${made.body.id}`)).body.total).toBe(5)
  expect((await clerk.get(`/api/records/pay_group/${made.body.id}`)).body).toMatchObject({
    total: null,
    _masked: { total: '••••' },
  })
})

test.each([
  ['filter=salary > 500'],
  ['filter=twice > 500'],
  ['filter=bills.exists(b, b.card == "AB12")'],
  ['sort=-salary'],
  ['sort=phone'],
  ['expand=bills(filter:card == "AB12")'],
  ['expand=bills(sort:card)'],
])('%s is refused, as it would tell the value', async (query) => {
  const answer = await clerk.get(`${url}?${query.replaceAll('"', '%22').replaceAll('>', '%3E')}`)
  expect(codesOf(answer)).toEqual([403, 'masked_field'])
  expect((await payroll.get(`${url}?${query.replaceAll('"', '%22').replaceAll('>', '%3E')}`)).status).toBe(200)
})

test.each([
  ['person/aggregate?measures=sum(salary)'],
  ['person/aggregate?measures=count(salary)'],
  ['person/aggregate?measures=count()&group=phone'],
  ['pay_bill/aggregate?measures=max(person.salary)'],
  ['pay_bill?filter=person.salary > 1'],
  ['pay_bill?sort=person'],
])('%s is refused too', async (path) => {
  expect(codesOf(await clerk.get(`/api/records/${path}`))).toEqual([403, 'masked_field'])
})

const found = async (client: Client, q: string) => (await client.get(`${url}?q=${q}`)).body.data.length

test('search looks only into what the caller may read', async () => {
  expect([await found(clerk, '13812'), await found(clerk, 'ann')]).toEqual([0, 1])
  expect(await found(payroll, '13812')).toBe(1)
})

test('a hidden value cannot be written over, whatever the way', async () => {
  const refused = { pointer: '/salary', code: 'masked_field' }
  const answer = await clerk.patch(`${url}/${ann}`, { salary: 1, alias: 'x' })
  expect([answer.status, answer.body.problems]).toEqual([422, [expect.objectContaining(refused)]])
  const upsert = await clerk.put(`${url}?key=card`, { card: 'AB12', alias: 'x' })
  expect(codesOf(upsert)).toEqual([403, 'masked_field'])
  expect((await clerk.patch(`${url}/${ann}`, { alias: 'ann' })).status).toBe(200)
  expect((await payroll.get(`${url}/${ann}`)).body.salary).toBe(1000)
})

test('the history tells that a hidden field changed, not how', async () => {
  await payroll.patch(`${url}/${ann}`, { salary: 1100, alias: 'ann' })
  const [changed] = (await clerk.get(`${url}/${ann}/history`)).body.data
  expect(changed).toMatchObject({ changes: { salary: [null, null] }, masked: ['salary'] })
  const created = (await clerk.get(`${url}/${ann}/history`)).body.data.at(-1)
  expect(created.changes).toEqual({ alias: [null, 'ann'] })
  const open = (await payroll.get(`${url}/${ann}/history`)).body.data
  expect(open[0].changes.salary).toEqual([1000, 1100])
  expect(open.at(-1).changes).toMatchObject({ phone: [null, '13812345678'], salary: [null, 1000] })
  await payroll.patch(`${url}/${ann}`, { salary: 1000 })
})

const form = async (client: Client, mode: string) => (await client.get(`${url}/schema?mode=${mode}`)).body.fields.salary

test('a form says what is hidden, and in which mode it can be entered', async () => {
  expect(await form(clerk, 'update')).toMatchObject({ masked: true, writable: false, filterable: false })
  expect(await form(clerk, 'create')).toMatchObject({ masked: true, writable: true })
  expect(await form(payroll, 'update')).toMatchObject({ writable: true, filterable: true })
})

const plan = (definition: object) => api.admin.post('/api/metadata/plan', { put: [{ kind: 'object', definition }] })

test.each([
  ['a copy', { card: field('text') }, '/properties/person/x-field/copy/card'],
  ['a default', { own: { ...field('text'), default: '=person.card' } }, '/properties/own/default'],
  ['a number', { no: field('auto-number', { format: '{field:person.card}-{0000}' }) }, '/properties/no/x-field/format'],
])('%s that would show a sensitive value in a field for everybody is refused', async (_, properties, pointer) => {
  const definition = { ...bill, properties: { ...bill.properties, ...properties } }
  const answer = await plan(definition)
  expect(answer.body.problems).toEqual([expect.objectContaining({ code: 'sensitive_source' })])
  expect(answer.text).toContain(pointer)
})

test('a state is nobody’s secret', async () => {
  const status = field('select', { sensitive: true, options: { a: { label: label('A') } } })
  const definition = {
    name: 'secret_state',
    'x-object': { states: { field: 'status', initial: 'a' } },
    properties: { name: field('text'), status },
  }
  expect((await plan(definition)).text).toContain('sensitive_state')
})

test('a role names fields that exist', async () => {
  const definition = { name: 'wrong', grants: { person: { operations: ['read'], sensitive: ['fone'] } } }
  const answer = await api.admin.post('/api/metadata/plan', { put: [{ kind: 'role', definition }] })
  expect(answer.text).toContain('/grants/person/sensitive/0')
})

test('the API document says what is shown instead of hidden values', async () => {
  const { components } = (await api.admin.get('/api/openapi.json')).body
  expect(components.schemas.person.properties['_masked']).toMatchObject({
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  })
})
