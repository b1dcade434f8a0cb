import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const states = { draft: { order: 1, label: label('Draft') }, sent: { order: 2, label: label('Sent') } }

const order = {
  name: 'rule_order',
  'x-object': {
    label: label('Order'),
    nameField: 'title',
    states: {
      field: 'state',
      initial: 'draft',
      transitions: { submit: { from: ['draft'], to: 'sent' }, recall: { from: ['sent'], to: 'draft' } },
    },
    rules: {
      large: { when: 'amount > 1000', severity: 'warn', message: label('Large'), field: 'amount' },
      huge: { when: 'amount > 5000', message: label('Too large'), field: 'amount' },
      complete: { when: 'note == null', transitions: ['submit'], message: label('Write a note first'), field: 'note' },
      saved_only: { when: 'title == "forbidden"', on: ['save'], message: label('Not this title'), field: 'title' },
      parent_small: { when: 'parent.amount < amount', severity: 'warn', message: label('More than its parent') },
      not_mine: { when: 'title == user.username', message: label('Not your own name') },
    },
  },
  required: ['title'],
  properties: {
    title: field('text'),
    amount: field('money'),
    note: field('text'),
    parent: field('lookup', { object: 'rule_order' }),
    state: field('select', { options: states }),
  },
}

const url = '/api/records/rule_order'
let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const put = [{ kind: 'object', definition: order }]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
})
afterAll(() => api.stop())

const create = (values: object, query = '') => api.admin.post(url + query, { title: 'x', ...values })
const strict = '?accept_warnings=false'

test('a rule that warns lets the record be stored and says so (PLAT-12)', async () => {
  const made = await create({ amount: 2000 })
  expect([made.status, made.body['@warnings']]).toEqual([
    201,
    [{ pointer: '/amount', code: 'rule', message: 'Large', params: { rule: 'large' } }],
  ])
  expect((await create({ amount: 10 })).body).not.toHaveProperty('@warnings')
  const changed = await api.admin.patch(`${url}/${made.body.id}`, { amount: 3000 })
  expect(changed.body).toMatchObject({ version: 2, '@warnings': [{ message: 'Large' }] })
  expect((await api.admin.patch(`${url}/${made.body.id}`, { note: 'n' })).body).not.toHaveProperty('@warnings')
})

test('a form asks first, and the person confirms', async () => {
  const asked = await create({ amount: 2000 }, strict)
  expect([asked.status, asked.body.code, asked.body.problems[0].message]).toEqual([409, 'confirmation_needed', 'Large'])
  expect((await create({ amount: 2000 }, '?accept_warnings=true')).status).toBe(201)
  const { id } = (await create({ amount: 1 })).body
  expect((await api.admin.patch(`${url}/${id}${strict}`, { amount: 2000 })).status).toBe(409)
  expect((await api.admin.get(`${url}/${id}`)).body.version).toBe(1)
})

test('what refuses is told before what warns', async () => {
  const answer = await create({ amount: 6000 }, strict)
  expect([answer.status, answer.body.problems.map(({ message }: { message: string }) => message)]).toEqual([
    422,
    ['Too large'],
  ])
})

test('rules look at other records and at who writes', async () => {
  const { id } = (await create({ amount: 5 })).body
  expect((await create({ amount: 9, parent: id })).body['@warnings']).toMatchObject([
    { params: { rule: 'parent_small' } },
  ])
  const own = await create({ title: 'admin' })
  expect([own.status, own.body.problems[0].params.rule]).toEqual([422, 'not_mine'])
})

test('a rule for a transition is tested there alone, whatever has changed', async () => {
  const { id } = (await create({})).body
  const submit = (body: object) => api.admin.post(`${url}/${id}/transitions/submit`, body)
  expect((await api.admin.patch(`${url}/${id}`, { amount: 1 })).status).toBe(200)
  expect((await submit({})).body.problems).toMatchObject([{ pointer: '/note', message: 'Write a note first' }])
  expect((await submit({ note: 'n' })).status).toBe(200)
  expect((await api.admin.patch(`${url}/${id}`, { note: null })).status).toBe(200)
  expect((await api.admin.post(`${url}/${id}/transitions/recall`)).status).toBe(200)
})

test('a batch tells the warnings of each row', async () => {
  const rows = [
    { title: 'a', amount: 2000 },
    { title: 'b', amount: 1 },
  ]
  for (const atomic of [true, false]) {
    const { body } = await api.admin.post(`${url}/batch`, { create: rows, atomic })
    expect(body.create.map(({ warnings }: { warnings?: unknown[] }) => warnings?.length ?? 0)).toEqual([1, 0])
  }
  const asked = await api.admin.post(`${url}/batch${strict}`, { create: rows })
  expect([asked.status, asked.body.problems[0].pointer]).toEqual([409, '/create/0/amount'])
})

test.each([
  ['accept_warnings=maybe', 400],
  ['allow_duplicates=1', 400],
  ['accept_warnings=true&accept_warnings=true', 400],
  ['force=true', 400],
])('the parameter %s is refused', async (query, status) => {
  expect((await create({}, `?${query}`)).status).toBe(status)
})

test.each([
  [{ when: 'amount > 1', message: label('m'), severity: 'shout' }, 'not_an_option'],
  [{ when: 'amount > 1', message: label('m'), on: ['never'] }, 'not_an_option'],
  [{ when: 'amount > 1', message: label('m'), transitions: ['nope'] }, 'unknown_name'],
])('a rule such as %j is not published', async (rule, code) => {
  const definition = { ...order, name: 'wrong', 'x-object': { ...order['x-object'], rules: { rule } } }
  const answer = await api.admin.post('/api/metadata/plan', { put: [{ kind: 'object', definition }] })
  expect((answer.body.problems ?? []).map((problem: { code: string }) => problem.code)).toContain(code)
})

test('values from before a stricter definition stay changeable where they are not touched', async () => {
  const loose = { name: 'ratchet', 'x-object': { label: label('R'), nameField: 'title' } }
  const choice = (active: boolean) =>
    field('select', { options: { old: { label: label('Old'), active }, fresh: { label: label('New') } } })
  const properties = {
    title: field('text'),
    code: field('text'),
    size: field('integer'),
    pick: choice(true),
    gone: field('text'),
  }
  const publish = (definition: object) =>
    api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }], confirm: true })
  expect((await publish({ ...loose, properties })).status).toBe(200)
  const made = await api.admin.post('/api/records/ratchet', { title: 't', code: 'bad code', size: 900, pick: 'old' })
  const strictFields = {
    ...properties,
    code: { ...properties.code, pattern: '^[A-Z]+$' },
    size: { ...properties.size, maximum: 100 },
    pick: choice(false),
  }
  expect((await publish({ ...loose, required: ['title', 'gone'], properties: strictFields })).status).toBe(200)
  const at = `/api/records/ratchet/${made.body.id}`
  expect((await api.admin.patch(at, { title: 'changed' })).status).toBe(200)
  const resent = { title: 'again', code: 'bad code', size: 900, pick: 'old' }
  expect((await api.admin.patch(at, resent)).status).toBe(200)
  const wrong = await api.admin.patch(at, { code: 'other bad', size: 901, gone: null })
  expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/code', '/size'])
})
