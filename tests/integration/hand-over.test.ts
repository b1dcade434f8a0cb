import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ADMIN_PASSWORD,
  bearerClient,
  sessionHeaders,
  startApi,
  type ApiServer,
  type Client,
} from '../support/api-server.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer
let boss: Client
const users: Record<string, string> = {}
const employees: Record<string, string> = {}

const grants = (scope: string) => ({
  deal: { operations: { read: scope, create: 'own', update: 'own', assign: scope } },
})

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('deal', { amount: fieldOf('money', {}, { maximum: 1000 }) }, { owner: true }),
    putObject('visit', {}, { owner: true }),
    { kind: 'role', definition: { name: 'seller', grants: grants('own') } },
    { kind: 'role', definition: { name: 'boss', grants: grants('all') } },
    { kind: 'role', definition: { name: 'looker', grants: { deal: { operations: ['read'] } } } },
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  const top = await make('department', { name: 'Top', code: 'T' })
  const below = await make('department', { name: 'Below', code: 'B', parent: top })
  const lowest = await make('department', { name: 'Lowest', code: 'L', parent: below })
  employees.director = await make('employee', { name: 'Director', department: top })
  employees.head = await make('employee', { name: 'Head', department: below })
  employees.seller = await make('employee', { name: 'Seller', department: lowest })
  employees.junior = await make('employee', { name: 'Junior', department: lowest, superior: employees.seller })
  await api.admin.patch(`/api/records/department/${top}`, { manager: employees.director })
  await api.admin.patch(`/api/records/department/${below}`, { manager: employees.head, deputy: employees.seller })
  boss = await api.as('head', ['boss'])
  await api.as('seller', ['seller'])
  await api.as('junior', ['seller'])
  for (const user of (await api.admin.get('/api/users')).body.data) users[user.username] = user.id
  for (const name of ['head', 'seller', 'junior'])
    await api.admin.patch(`/api/users/${users[name]}`, { employee: employees[name] })
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const line = async (name: string, query = '') =>
  (await api.admin.get(`/api/employees/${employees[name]}/line${query}`)).body
const labels = (named: { label: string }[]) => named.map(({ label }) => label)

describe('the line above an employee', () => {
  test('goes by his superior, else by who leads his department or the nearest above it', async () => {
    expect(labels((await line('junior')).superiors)).toEqual(['Seller', 'Head', 'Director'])
    expect(labels((await line('junior', '?levels=2')).superiors)).toEqual(['Seller', 'Head'])
    expect(labels((await line('head')).superiors)).toEqual(['Director'])
    expect((await line('director')).superiors).toEqual([])
    expect((await line('head')).department).toMatchObject({
      label: 'Below',
      manager: { label: 'Head' },
      deputy: { label: 'Seller' },
      assistant: null,
    })
  })

  test('passes over who has left, and ends where it comes back to itself', async () => {
    const gone = await make('employee', { name: 'Gone', superior: employees.head, employment_state: 'draft' })
    const his = await make('employee', { name: 'His', superior: gone })
    await api.db.query({ text: `update employee set employment_state = 'left' where id = $1`, values: [gone] })
    employees.his = his
    expect(labels((await line('his')).superiors)).toEqual(['Head', 'Director'])
    await api.admin.patch(`/api/records/employee/${employees.director}`, { superior: employees.head })
    expect(labels((await line('head')).superiors)).toEqual(['Director'])
    await api.admin.patch(`/api/records/employee/${employees.director}`, { superior: null })
  })

  test('tells who acts for whom while somebody is away (PLAT-79)', async () => {
    const away = { delegate: employees.seller, absent_from: '2000-01-01', absent_until: '2999-01-01' }
    await api.admin.patch(`/api/records/employee/${employees.head}`, away)
    expect((await line('head')).acting).toMatchObject({ label: 'Seller' })
    expect(labels((await line('seller')).acts_for)).toEqual(['Head'])
    await api.admin.patch(`/api/records/employee/${employees.head}`, { absent_until: '2000-01-02' })
    expect((await line('head')).acting).toBeNull()
    expect((await line('seller')).acts_for).toEqual([])
  })
})

async function ended(id: string, client: Client = api.admin) {
  for (let turn = 0; turn < 200; turn++) {
    const { body } = await client.get(`/api/hand-overs/${id}`)
    if (['done', 'failed', 'cancelled'].includes(body.state)) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the hand-over did not end')
}

const owners = async (object: string) => {
  const { data } = (await api.admin.get(`/api/records/${object}?limit=500&fields=name,owner`)).body
  return [...new Set(data.map(({ owner }: { owner: { label: string } }) => owner.label))].sort()
}

describe('a hand-over (PROC-3, NFR-22)', () => {
  test('shows what somebody holds, and gives all of it to another with assignment records', async () => {
    for (let at = 0; at < 120; at++) await make('deal', { name: `deal ${at}`, owner: users.junior })
    await make('visit', { name: 'visit', owner: users.junior })
    const held = (await api.admin.get(`/api/users/${users.junior}/holdings`)).body
    expect(held).toMatchObject({ name: 'junior', successor: { label: 'seller' } })
    expect(held.data).toEqual([
      { object: 'deal', label: expect.any(String), owned: 120, member: 0, shared: 0 },
      { object: 'visit', label: expect.any(String), owned: 1, member: 0, shared: 0 },
    ])
    const begun = await api.admin.post(`/api/users/${users.junior}/hand-over`, { to: users.seller, reason: 'leaves' })
    expect(begun.status, begun.text).toBe(202)
    expect(await ended(begun.body.id)).toMatchObject({ state: 'done', done: 121, total: 121 })
    expect((await api.admin.get(`/api/users/${users.junior}/holdings`)).body.data).toEqual([])
    expect([await owners('deal'), await owners('visit')]).toEqual([['seller'], ['seller']])
    const log = await api.admin.get(
      `/api/records/assignment_record?count=exact&limit=1&filter=${encodeURIComponent(`method == 'handover'`)}`,
    )
    expect(log.body.page.count).toBe(121)
    expect(log.body.data[0]).toMatchObject({
      from_owner: { label: 'junior' },
      to_owner: { label: 'seller' },
      reason: 'leaves',
      by: { label: expect.any(String) },
    })
  })

  test('goes as far as the rights of who asks for it, and for the records chosen', async () => {
    const [one, two] = [
      await make('deal', { name: 'one', owner: users.junior }),
      await make('deal', { name: 'two', owner: users.junior }),
    ]
    const chosen = await boss.post(`/api/users/${users.junior}/hand-over`, {
      to: users.head,
      objects: ['deal'],
      ids: [one],
    })
    expect((await ended(chosen.body.id, boss)).state).toBe('done')
    expect((await api.admin.get(`/api/records/deal/${one}`)).body.owner.label).toBe('head')
    expect((await api.admin.get(`/api/records/deal/${two}`)).body.owner.label).toBe('junior')
    const seller = await api.as('seller', ['seller'])
    const none = await seller.post(`/api/users/${users.junior}/hand-over`, { to: users.seller })
    expect([none.status, none.body.code]).toEqual([404, 'not_found'])
    expect((await api.admin.get(`/api/records/deal/${two}`)).body.owner.label).toBe('junior')
    expect((await seller.get(`/api/hand-overs/${chosen.body.id}`)).status).toBe(404)
  })

  test('is refused to who may assign nothing, and of records that are not within his reach (ROLE-7)', async () => {
    const url = `/api/users/${users.junior}/hand-over`
    const looker = await api.as('looker', ['looker'])
    expect((await looker.post(url, { to: users.seller })).body.code).toBe('forbidden')
    const [deal] = (await api.admin.get(`/api/records/deal?filter=${encodeURIComponent(`name == 'two'`)}`)).body.data
    const chosen = { to: users.head, objects: ['deal'], ids: [deal.id] }
    expect((await boss.post(`/api/users/${users.seller}/hand-over`, chosen)).status).toBe(404)
    const seller = await api.as('seller', ['seller'])
    expect((await seller.post(url, chosen)).status).toBe(404)
    expect((await boss.post(url, { to: users.head, objects: ['visit'] })).status).toBe(403)
    expect((await api.admin.get(`/api/records/deal/${deal.id}`)).body.owner.label).toBe('junior')
  })

  test('goes no further than the token by which it is begun', async () => {
    const deal = await make('deal', { name: 'kept', owner: users.junior })
    const visit = await make('visit', { name: 'given', owner: users.junior })
    const token = { name: 'visits only', objects: ['visit', 'user'] }
    const login = await api.send({
      method: 'POST',
      url: '/api/auth/login',
      payload: { username: 'admin', password: ADMIN_PASSWORD },
    })
    const made = await api.send({ method: 'POST', url: '/api/tokens', headers: sessionHeaders(login), payload: token })
    const limited = bearerClient(api.send, made.body.token)
    const begun = await limited.post(`/api/users/${users.junior}/hand-over`, { to: users.head })
    expect(begun.status, begun.text).toBe(202)
    const end = await ended(begun.body.id)
    expect(end.state, JSON.stringify(end)).toBe('done')
    expect((await api.admin.get(`/api/records/visit/${visit}`)).body.owner.label).toBe('head')
    expect((await api.admin.get(`/api/records/deal/${deal}`)).body.owner.label).toBe('junior')
    await api.admin.delete(`/api/records/deal/${deal}`)
  })

  test('is not put aside by somebody who may give less', async () => {
    const deal = await make('deal', { name: 'wanted', owner: users.junior })
    const seller = await api.as('seller', ['seller'])
    const url = `/api/users/${users.junior}/hand-over`
    const begun = await Promise.all([
      api.admin.post(url, { to: users.head, objects: ['deal'] }),
      seller.post(url, { to: users.seller }),
      seller.post(url, { to: users.seller }),
    ])
    expect(begun.map(({ status }) => status)).toEqual([202, 404, 404])
    expect((await ended(begun[0].body.id)).state).toBe('done')
    expect((await api.admin.get(`/api/records/deal/${deal}`)).body.owner.label).toBe('head')
    await make('deal', { name: 'left', owner: users.junior })
  })

  test('tells of the holder what the caller may read', async () => {
    const url = `/api/users/${users.junior}/holdings`
    expect((await boss.get(url)).body).toMatchObject({ name: 'junior', employee: null, state: null, successor: null })
    expect((await api.admin.get(url)).body).toMatchObject({ employee: employees.junior, state: 'draft' })
  })

  test('refuses what makes no sense, with every problem', async () => {
    const url = `/api/users/${users.junior}/hand-over`
    const bad = await api.admin.post(url, { to: users.junior, objects: ['nothing', 'product'], ids: [users.junior] })
    expect(bad.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/objects/0',
      '/objects/1',
      '/ids',
      '/to',
    ])
    expect((await api.admin.post(url, { to: employees.head })).status).toBe(422)
    expect((await api.admin.post(`/api/users/${employees.head}/hand-over`, { to: users.head })).status).toBe(404)
    expect((await boss.post('/api/hand-overs/overdue')).status).toBe(403)
  })

  test('that did not happen by the last day goes to the superior', async () => {
    await api.db.query({
      text: `update employee set employment_state = 'leaving', leave_date = '2020-01-01' where id = $1`,
      values: [employees.junior],
    })
    const asked = await api.admin.post('/api/hand-overs/overdue', { dry_run: true })
    expect(asked.body.data).toMatchObject([{ user: users.junior, owned: 1, to: { label: 'seller' }, task: null }])
    const begun = await api.admin.post('/api/hand-overs/overdue')
    expect((await ended(begun.body.data[0].task)).state).toBe('done')
    expect((await api.admin.post('/api/hand-overs/overdue', { dry_run: true })).body.data).toEqual([])
  })
})
