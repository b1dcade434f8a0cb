import { fillOwnerDepartments, getTask, nudgeTasks } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'

let api: ApiServer
let rep: Client
let manager: Client
const ids: Record<string, string> = {}

const make = async (name: string, object: string, values: object, client: Client = api.admin): Promise<string> => {
  const { status, body } = await client.post(`/api/records/${object}`, values)
  if (status !== 201) throw new Error(`${object} ${name}: ${JSON.stringify(body)}`)
  return (ids[name] = body.id)
}

const label = { en: 'Manager', 'zh-CN': '经理' }
const role = (name: string, grants: object) => ({ kind: 'role', definition: { name, label, grants } })

/** A person with an account; the two are joined by the database, as the account's own API does it. */
async function person(username: string, roles: string[], department: string): Promise<Client> {
  const client = await api.as(username, roles)
  const { body } = await client.get('/api/me')
  ids[username] = body.user.id
  const employee = await make(`${username} employee`, 'employee', { name: username, department })
  await api.db.query({ text: 'update "user" set employee = $2 where id = $1', values: [body.user.id, employee] })
  return client
}

const seenBy = async (client: Client): Promise<string[]> => {
  const { body } = await client.get('/api/records/region?fields=name&sort=name&count=exact')
  return body.data?.map(({ name }: { name: string }) => name) ?? [body.code]
}

const deals = async (client: Client): Promise<string[]> => {
  const { body } = await client.get('/api/records/visit?fields=name&sort=name')
  return body.data?.map(({ name }: { name: string }) => name) ?? [body.code]
}

const visit = {
  name: 'visit',
  'x-object': { label, nameField: 'name', owner: true },
  type: 'object',
  properties: { name: { type: 'string', maxLength: 80, 'x-field': { type: 'text', label } } },
}

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  const put = [
    { kind: 'object', definition: visit },
    role('visitor', { visit: { operations: { read: 'own', create: 'own', update: 'own' } } }),
    role('head', { visit: { operations: { read: 'below', update: 'below', assign: 'below' } } }),
    role('lister', { visit: { operations: { read: 'listed' } } }),
    role('organiser', { region: { operations: ['read'] } }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const sales = await make('sales', 'department', { name: 'Sales', code: 's' })
  await make('north', 'department', { name: 'North', code: 'n', parent: sales })
  await make('south', 'department', { name: 'South', code: 'o' })
  await make('east', 'region', { code: 'east', name: 'East' })
  rep = await person('walter', ['visitor'], ids.north!)
  manager = await person('hanna', ['head'], sales)
  await person('sue', ['visitor'], ids.south!)
  // accounts were joined behind the server's back: a change through it shows that it has heard
  await api.admin.patch(`/api/records/department/${ids.south!}`, { order: 1 })
  await make('first', 'visit', { name: 'first' }, rep)
})
afterAll(() => api?.stop())

describe('a record belongs to the department of its owner', () => {
  test('from the moment it is made', async () => {
    const { body } = await api.admin.get(`/api/records/visit/${ids.first!}`)
    expect(body.owner_department).toMatchObject({ id: ids.north, label: 'North' })
  })

  test('also where many are made at once', async () => {
    const rows = [
      { name: 'b1', owner: ids.walter },
      { name: 'b2', owner: ids.sue },
    ]
    const batch = await api.admin.post('/api/records/visit/batch', { create: rows })
    expect(batch.status, batch.text).toBe(200)
    const { body } = await api.admin.get(
      `/api/records/visit?filter=${encodeURIComponent('name.startsWith("b")')}&sort=name`,
    )
    expect(body.data.map((row: { owner_department: { id: string } }) => row.owner_department.id)).toEqual([
      ids.north,
      ids.south,
    ])
  })

  test('also when it is older than what is known of the owner', async () => {
    const id = await make('old', 'visit', { name: 'old', owner: ids.walter })
    await api.db.query({ text: 'update visit set owner_department = null where id = $1', values: [id] })
    const tasks = await fillOwnerDepartments(api.db, api.catalog(), null)
    nudgeTasks(api.db)
    for (const task of tasks)
      await vi.waitFor(async () => expect((await getTask(api.db, task)).state).toBe('done'), 10_000)
    const { body } = await api.admin.get(`/api/records/visit/${id}`)
    expect(body).toMatchObject({ version: 1, owner_department: { id: ids.north } })
  })

  test('and goes to that of the next owner, with a note in the history', async () => {
    const id = await make('moved', 'visit', { name: 'moved', owner: ids.walter })
    const { body } = await api.admin.patch(`/api/records/visit/${id}`, { owner: ids.sue })
    expect(body.owner_department.id).toBe(ids.south)
    const { body: history } = await api.admin.get(`/api/records/visit/${id}/history`)
    expect(Object.keys(history.data[0].changes).sort()).toEqual(['owner', 'owner_department'])
  })
})

describe('whose a record is', () => {
  test('is changed by the right to assign, also when that takes it out of one’s own hands', async () => {
    const id = await make('handed', 'visit', { name: 'handed', owner: ids.walter })
    expect(await rep.patch(`/api/records/visit/${id}`, { owner: ids.sue })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', problems: [{ code: 'needs_assign', pointer: '/owner' }] },
    })
    expect(await rep.patch(`/api/records/visit/${id}`, { owner: ids.walter, name: 'same' })).toMatchObject({
      status: 200,
    })
    expect(await manager.patch(`/api/records/visit/${id}`, { owner: ids.sue })).toMatchObject({ status: 200 })
    expect(await manager.get(`/api/records/visit/${id}`)).toMatchObject({ status: 404 })
  })

  test('cannot be said otherwise when it is made', async () => {
    const elsewhere = { name: 'hidden', owner_department: ids.south }
    expect(await rep.post('/api/records/visit', elsewhere)).toMatchObject({
      status: 403,
      body: { problems: [{ code: 'needs_assign', pointer: '/owner_department' }] },
    })
    const nowhere = { name: 'hidden', owner_department: null }
    expect(await rep.post('/api/records/visit', nowhere)).toMatchObject({ status: 403 })
    expect(await api.admin.post('/api/records/visit', elsewhere)).toMatchObject({ status: 201 })
  })
})

describe('what the organisation says holds from the next request on', () => {
  test('of a person who moves to another department', async () => {
    expect(await deals(manager)).toContain('first')
    const move = (department: string | undefined) =>
      api.admin.patch(`/api/records/employee/${ids['hanna employee']!}`, { department })
    expect(await move(ids.south)).toMatchObject({ status: 200 })
    expect(await deals(manager)).not.toContain('first')
    await move(ids.sales)
    expect(await deals(manager)).toContain('first')
  })

  test('of a department that comes to stand below another', async () => {
    const put = (parent: string | null | undefined) =>
      api.admin.patch(`/api/records/department/${ids.north!}`, { parent })
    await put(ids.south)
    expect(await deals(manager)).not.toContain('first')
    await put(ids.sales)
    expect(await deals(manager)).toContain('first')
  })

  test('of a role that is given, limited in time and taken away', async () => {
    const { status, body } = await api.admin.post('/api/records/role_assignment', {
      role: 'lister',
      account: ids.sue,
      departments: [ids.north],
    })
    expect(status).toBe(201)
    const sue = await api.as('sue', ['visitor'])
    expect(await deals(sue)).toContain('first')
    await api.admin.patch(`/api/records/role_assignment/${body.id}`, { valid_until: '2020-01-01' })
    expect(await deals(sue)).not.toContain('first')
    await api.admin.patch(`/api/records/role_assignment/${body.id}`, { valid_until: null })
    expect(await deals(sue)).toContain('first')
    await api.admin.delete(`/api/records/role_assignment/${body.id}`)
    expect(await deals(sue)).not.toContain('first')
  })

  test('of the roles of a position', async () => {
    const sue = await api.as('sue', ['visitor'])
    const position = await make('position', 'position', { name: 'P', code: 'p', roles: ['organiser'] })
    expect(await seenBy(sue)).toEqual(['forbidden'])
    await api.admin.patch(`/api/records/employee/${ids['sue employee']!}`, { position })
    expect(await seenBy(sue)).toEqual(['East'])
    await api.admin.patch(`/api/records/position/${position}`, { roles: [] })
    expect(await seenBy(sue)).toEqual(['forbidden'])
  })

  test('of who has left: he is not let in any more', async () => {
    const gone = await person('gerd', ['visitor'], ids.north!)
    await api.admin.patch(`/api/records/department/${ids.south!}`, { order: 2 })
    expect(await gone.get('/api/me')).toMatchObject({ status: 200 })
    // by which way he leaves is the business of the object
    await api.db.query({
      text: `update employee set employment_state = 'left' where id = $1`,
      values: [ids['gerd employee']],
    })
    await api.admin.patch(`/api/records/department/${ids.south!}`, { order: 3 })
    expect(await gone.get('/api/me')).toMatchObject({ status: 401 })
  })
})
