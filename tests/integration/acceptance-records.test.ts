import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'

const label = (text: string) => ({ en: text, 'zh-CN': text })
const textField = (options: object = {}) => ({
  type: 'string',
  maxLength: 40,
  'x-field': { type: 'text', label: label('Text'), ...options },
})

let api: ApiServer
let rep: Client
beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  rep = await api.as('rep', ['sales_rep'])
})
afterAll(() => api.stop())

async function publish(changes: object): Promise<void> {
  const answer = await api.admin.post('/api/metadata/publish', { ...changes, confirm: true })
  expect(answer, answer.text).toMatchObject({ status: 200 })
}

const putObject = (name: string, properties: object, options: object = {}) => {
  const [nameField] = Object.keys(properties)
  const definition = { name, type: 'object', 'x-object': { label: label(name), nameField, ...options }, properties }
  return publish({ put: [{ kind: 'object', definition }] })
}

async function make(object: string, values: object, by: Client = api.admin) {
  const made = await by.post(`/api/records/${object}`, values)
  expect(made, made.text).toMatchObject({ status: 201 })
  return { ...made.body, url: `/api/records/${object}/${made.body.id}` } as { id: string; url: string; version: number }
}

test('fields may have the names that statements use for themselves', async () => {
  await putObject('aliases', { t: textField({ unique: true }), k0: textField(), k1: textField(), o: textField() })
  const first = await make('aliases', { t: 'one', k0: 'x', k1: 'y', o: 'z' })
  await make('aliases', { t: 'two', k0: 'x' })
  const page = await api.admin.get('/api/records/aliases?sort=k0,-t&limit=1')
  expect(page.body.data).toEqual([expect.objectContaining({ t: 'two', k0: 'x' })])
  const next = await api.admin.get(`/api/records/aliases?sort=k0,-t&limit=1&after=${page.body.page.after}`)
  expect(next.body).toMatchObject({ data: [{ t: 'one' }], page: { after: null } })
  expect((await api.admin.patch(first.url, { t: 'uno' })).body.t).toBe('uno')
  const groups = await api.admin.get('/api/records/aliases/aggregate?measures=count()&group=t,k0')
  expect(groups.body.data).toHaveLength(2)
})

const askForNothing = (language: string) =>
  api.admin.get('/api/records/customer?filter=region.nothing==1', { 'accept-language': language })

test('a filter over a field that does not exist names it, in both languages', async () => {
  expect((await askForNothing('en')).body).toMatchObject({
    code: 'unknown_field',
    detail: 'There is no field “nothing” on “region”',
  })
  expect((await askForNothing('zh-CN')).body.detail).toBe('“region”没有字段“nothing”')
})

const choices = (...keys: string[]) => ({
  type: 'string',
  'x-field': { type: 'select', label: label('Choice'), options: Object.fromEntries(keys.map((key) => [key, {}])) },
})

test('an old value that the rules refuse now may be sent again unchanged, a new one may not (PLAT-9)', async () => {
  await putObject('ratchet', { name: textField(), choice: choices('a', 'b'), code: textField() })
  const { url } = await make('ratchet', { name: 'One', choice: 'b', code: 'much too long' })
  const name = 'ratchet'
  const properties = { choice: choices('a'), code: { maxLength: 3 } }
  const patch = { required: ['name', 'code'], properties }
  await publish({ patch: [{ kind: 'object', name, patch: { properties: { choice: null } } }] })
  await publish({ patch: [{ kind: 'object', name, patch }] })
  const whole = await api.admin.patch(url, { name: 'Two', choice: 'b', code: 'much too long' })
  expect(whole).toMatchObject({ status: 200, body: { name: 'Two', choice: 'b', code: 'much too long' } })
  const worse = await api.admin.patch(url, { name: 'Three', choice: 'c', code: 'even longer than it was' })
  expect(worse.status).toBe(422)
  expect(worse.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/choice', '/code'])
})

const states = {
  field: 'status',
  initial: 'draft',
  transitions: { submit: { from: ['draft'], to: 'sent' } },
}

test('who is no administrator cannot undo a state by restoring an earlier version (PLAT-19)', async () => {
  await putObject('claim', { name: textField(), status: choices('draft', 'sent') }, { owner: true, states })
  const operations = ['read', 'create', 'update']
  await publish({ patch: [{ kind: 'role', name: 'sales_rep', patch: { grants: { claim: { operations } } } }] })
  const { url } = await make('claim', { name: 'First' }, rep)
  await rep.patch(url, { name: 'Second' })
  expect((await rep.post(`${url}/transitions/submit`, {})).body.status).toBe('sent')
  expect((await rep.post(`${url}/restore`, { version: 1 })).body).toMatchObject({ name: 'First', status: 'sent' })
  expect((await api.admin.post(`${url}/restore`, { version: 1 })).body).toMatchObject({ status: 'draft' })
})

test('the history of a text that became a lookup stays readable', async () => {
  await putObject('moved', { name: textField(), link: textField() })
  const { url } = await make('moved', { name: 'One', link: 'not an id' })
  await api.admin.patch(url, { link: 'neither' })
  const link = { format: 'uuid', maxLength: null, 'x-field': { type: 'lookup', object: 'customer' } }
  await publish({ patch: [{ kind: 'object', name: 'moved', patch: { properties: { link } } }] })
  const history = await api.admin.get(`${url}/history`)
  expect(history.body.data[0].changes).toEqual({ link: ['not an id', 'neither'] })
})

test('a filter cannot make gigabytes out of a short text', async () => {
  await putObject('bomb', { name: textField() })
  await make('bomb', { name: 'a'.repeat(40) })
  const many = 'a'.repeat(500)
  const nested = `replace(replace(replace(replace(name, "a", "${many}"), "a", "${many}"), "a", "${many}"), "a", "${many}")`
  const answer = await api.admin.get(`/api/records/bomb?filter=size(${nested})==20000000`)
  expect(answer.body.data).toHaveLength(1)
})

test('a date that is none is told once', async () => {
  await putObject('dated', {
    name: textField(),
    day: { type: 'string', format: 'date', 'x-field': { type: 'date', label: label('Day') } },
  })
  const answer = await api.admin.post('/api/records/dated', { name: 'x', day: '2026-1-1' })
  expect(answer.body.problems).toEqual([expect.objectContaining({ pointer: '/day', code: 'wrong_format' })])
})

test('a list sorted by a lookup is in the order of what people see', async () => {
  const self = { type: 'string', format: 'uuid', 'x-field': { type: 'lookup', object: 'node', label: label('Up') } }
  await putObject('node', { name: textField(), up: self })
  const [b, a] = [await make('node', { name: 'b' }), await make('node', { name: 'a' })]
  for (const [name, up] of Object.entries({ one: b.id, two: a.id, three: b.id })) await make('node', { name, up })
  const url = '/api/records/node?fields=name&filter=up!=null&sort=up,name&limit=2'
  const page = await api.admin.get(url)
  expect(page.body.data).toEqual([{ name: 'two' }, { name: 'one' }])
  expect((await api.admin.get(`${url}&after=${page.body.page.after}`)).body.data).toEqual([{ name: 'three' }])
})
