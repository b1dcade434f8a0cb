import { asSystem } from '@fieldwork/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, startApi, type ApiServer, type Client } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const deal = {
  name: 'lent_deal',
  'x-object': { label: label('Deal'), nameField: 'title', owner: true, history: true },
  properties: { title: field('text'), secret: field('text') },
}
const operations = { read: 'below', create: 'own', update: 'below' }
const roles = {
  lent_manager: { grants: { lent_deal: { operations } } },
  lent_auditor: { grants: { lent_deal: { operations: { read: 'all' } } } },
  lent_rep: {
    grants: { lent_deal: { operations: { read: 'own', create: 'own', update: 'own' }, fields: { secret: 'none' } } },
  },
  lent_keeper: { grants: { delegation: { operations: ['read', 'create', 'update'] } } },
}

let api: ApiServer
let manager: Client
let assistant: Client
let ids: Record<string, string>
const today = new Date().toISOString().slice(0, 10)
const days = { valid_from: '2020-01-01', valid_until: '2999-12-31' }

beforeAll(async () => {
  api = await startApi()
  const put = [
    { kind: 'object', definition: deal },
    ...Object.entries(roles).map(([name, role]) => ({
      kind: 'role',
      definition: { name, label: label(name), ...role },
    })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, message: 'deals' })
  expect(published.status, published.text).toBe(200)
  const [north, south] = [await department('north'), await department('south')]
  manager = await api.as('manager', ['lent_manager', 'lent_auditor'])
  assistant = await api.as('assistant', ['lent_rep'])
  const seller = await api.as('seller', ['lent_rep'])
  ids = { manager: await idOf(manager), assistant: await idOf(assistant), seller: await idOf(seller) }
  ids.managerEmployee = await place('manager', north)
  await place('assistant', south)
  await place('seller', north)
  ids.deal = (await seller.post('/api/records/lent_deal', { title: 'north deal', owner: ids.seller })).body.id
})
afterAll(() => api.stop())

async function department(code: string): Promise<string> {
  return (await api.admin.post('/api/records/department', { name: code, code })).body.id
}

const idOf = async (client: Client): Promise<string> => (await client.get('/api/me')).body.user.id

async function place(name: string, at: string): Promise<string> {
  const made = await api.admin.post('/api/records/employee', { name, emp_no: name, department: at })
  expect((await api.admin.patch(`/api/users/${ids[name]}`, { employee: made.body.id })).status).toBe(200)
  return made.body.id
}

const dealAs = (client: Client) => client.get(`/api/records/lent_deal/${ids.deal}`)
const lend = (values: object = {}, by = manager) =>
  by.post('/api/account/delegations', { receiver: ids.assistant, ...days, ...values })

async function lent(values: object = {}): Promise<string> {
  const made = await lend(values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const day = (at: number) => new Date(Date.UTC(2021, 0, at + 1)).toISOString().slice(0, 10)

const lastEvent = async (record: string) =>
  (await api.admin.get(`/api/records/lent_deal/${record}/history?limit=1`)).body.data[0]

const end = (id: string, by = manager) => by.delete(`/api/account/delegations/${id}`)

describe('a delegation (PLAT-79)', () => {
  test('lets the assistant act from the next request on, and ends at once', async () => {
    expect((await dealAs(assistant)).status).toBe(404)
    const id = await lent()
    expect((await dealAs(assistant)).body).toMatchObject({ title: 'north deal', secret: null })
    const received = (await assistant.get('/api/account/delegations')).body.data
    expect(received).toMatchObject([{ id, given: false, in_force: true, giver: { label: 'manager' } }])
    const changed = await assistant.patch(`/api/records/lent_deal/${ids.deal}`, { title: 'seen to', secret: 'x' })
    expect(changed.status, changed.text).toBe(200)
    expect((await end(id)).status).toBe(204)
    expect((await dealAs(assistant)).status).toBe(404)
    expect((await assistant.get('/api/account/delegations')).body.data).toMatchObject([{ id, status: 'ended' }])
  })

  test('is named in the history, and not where the own right was enough', async () => {
    const id = await lent()
    await assistant.patch(`/api/records/lent_deal/${ids.deal}`, { title: 'on behalf' })
    const own = (await assistant.post('/api/records/lent_deal', { title: 'own', owner: ids.assistant })).body.id
    const made = await assistant.post('/api/records/lent_deal', { title: 'for him', owner: ids.manager })
    expect(made.status, made.text).toBe(201)
    const behalf = { id: ids.manager, label: 'manager' }
    expect(await lastEvent(ids.deal!)).toMatchObject({ op: 'update', actor: { label: 'assistant' }, behalf })
    expect(await lastEvent(made.body.id)).toMatchObject({ op: 'create', behalf })
    expect(await lastEvent(own)).not.toHaveProperty('behalf')
    await end(id)
  })

  test('is told in the explanation of who may do what, and why', async () => {
    const id = await lent()
    const query = `user=${ids.assistant}&object=lent_deal&id=${ids.deal}`
    const { body } = await api.admin.get(`/api/access/explain?${query}&op=update`)
    expect(body.allowed).toBe(true)
    const holding = body.arms.filter(({ holds }: { holds: boolean }) => holds)
    expect(holding).toMatchObject([{ role: { name: 'lent_manager' }, lentBy: { name: 'manager', delegation: id } }])
    await end(id)
  })

  test('lends reading alone, or some of the roles', async () => {
    const reading = await lent({ mode: 'reading' })
    expect((await dealAs(assistant)).status).toBe(200)
    expect((await assistant.patch(`/api/records/lent_deal/${ids.deal}`, { title: 'no' })).status).toBe(403)
    await end(reading)
    const some = await lent({ roles: ['lent_auditor'] })
    expect((await dealAs(assistant)).status).toBe(200)
    expect((await assistant.patch(`/api/records/lent_deal/${ids.deal}`, { title: 'no' })).status).toBe(403)
    await end(some)
    expect((await lend({ roles: ['lent_keeper'] })).body.problems).toMatchObject([
      { pointer: '/roles/0', code: 'exceeds_own_rights' },
    ])
  })

  test('works only on its days, and only while the giver is away where it says so', async () => {
    const past = await lent({ valid_until: '2020-02-01' })
    expect((await dealAs(assistant)).status).toBe(404)
    await end(past)
    const away = await lent({ only_away: true })
    expect((await dealAs(assistant)).status).toBe(404)
    const employee = `/api/records/employee/${ids.managerEmployee}`
    await api.admin.patch(employee, { absent_from: today })
    expect((await dealAs(assistant)).status).toBe(200)
    await api.admin.patch(employee, { absent_from: null })
    expect((await dealAs(assistant)).status).toBe(404)
    await end(away)
  })

  test('is never lent on, and never an administrator’s', async () => {
    const id = await lent()
    const onward = await lend({ receiver: ids.seller }, assistant)
    expect(onward.status).toBe(201)
    const seller = await clientOf(api.send, 'seller', 'seller-password')
    const other = (await api.admin.post('/api/records/lent_deal', { title: 'x', owner: ids.manager })).body.id
    expect((await assistant.get(`/api/records/lent_deal/${other}`)).status).toBe(200)
    expect((await seller.get(`/api/records/lent_deal/${other}`)).status).toBe(404)
    await end(onward.body.id, assistant)
    await end(id)
    await lend({}, api.admin)
    expect((await assistant.get('/api/users')).status).toBe(403)
    expect((await assistant.get('/api/me')).body.user).toMatchObject({ administrator: false })
    expect((await dealAs(assistant)).status).toBe(404)
  })

  test('of a giver who has left gives nothing any more', async () => {
    const id = await lent()
    expect((await dealAs(assistant)).status).toBe(200)
    expect((await api.admin.patch(`/api/users/${ids.manager}`, { active: false })).status).toBe(200)
    expect((await dealAs(assistant)).status).toBe(404)
    expect((await api.admin.patch(`/api/users/${ids.manager}`, { active: true })).status).toBe(200)
    expect((await dealAs(assistant)).status).toBe(200)
    await end(id)
  })

  test('is given by its giver alone: nobody sends another’s rights his own way, nor ends what is not his', async () => {
    const keeper = await api.as('keeper', ['lent_keeper'])
    const stolen = { giver: ids.manager, receiver: await idOf(keeper), ...days }
    expect((await keeper.post('/api/records/delegation', stolen)).body.problems).toMatchObject([
      { pointer: '/receiver', code: 'own_access' },
    ])
    const id = await lent()
    expect((await end(id, keeper)).status).toBe(404)
    expect((await assistant.post('/api/records/delegation', stolen)).status).toBe(403)
    const himself = await lend({ receiver: ids.manager })
    expect(himself.body.problems).toMatchObject([{ pointer: '/receiver' }])
    expect((await lend({ valid_until: '2019-01-01' })).body.problems).toMatchObject([{ pointer: '/valid_until' }])
    expect((await end(id, assistant)).status).toBe(204)
    expect((await dealAs(assistant)).status).toBe(404)
  })

  test('is listed and can be ended, however many there are', async () => {
    const { records } = api.deps
    const made: string[] = []
    for (let at = 0; at < 205; at += 1) {
      const values = { giver: ids.manager, receiver: ids.assistant, valid_from: day(at), valid_until: day(at) }
      made.push((await records.create(asSystem('test'), { object: 'delegation', values })).id)
    }
    const listed = (await manager.get('/api/account/delegations')).body.data.map(({ id }: { id: string }) => id)
    expect(made.filter((id) => !listed.includes(id))).toEqual([])
    expect(new Set(listed).size).toBe(listed.length)
    expect((await end(made[0]!)).status).toBe(204)
    expect(await records.get(asSystem('test'), { object: 'delegation', id: made[0]! })).toMatchObject({
      json: expect.stringContaining('"ended"'),
    })
  })
})
