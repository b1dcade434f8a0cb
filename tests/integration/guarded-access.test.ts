import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'

let api: ApiServer
let keeper: Client
let own: { user: string; employee: string; position: string; department: string }
let other: string

const everything = { read: 'all', create: 'all', update: 'all', delete: 'all' }
const grants = Object.fromEntries(
  ['employee', 'position', 'department', 'role_assignment'].map((name) => [name, { operations: everything }]),
)
const label = { en: 'Keeper', 'zh-CN': '人事' }

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  const put = [{ kind: 'role', definition: { name: 'keeper', label, grants } }]
  expect((await api.admin.post('/api/metadata/publish', { put, message: 'roles' })).status).toBe(200)
  keeper = await api.as('keeper', ['keeper'])
  const department = await make('department', { name: 'People', code: 'P' })
  const position = await make('position', { name: 'Keeper', code: 'K', roles: [] })
  const employee = await make('employee', { name: 'Kay', emp_no: 'k', department, position })
  other = await make('employee', { name: 'Olive', emp_no: 'o' })
  const { id: user } = (await keeper.get('/api/me')).body.user
  expect((await api.admin.patch(`/api/users/${user}`, { employee })).status).toBe(200)
  own = { user, employee, position, department }
})
afterAll(() => api.stop())

async function make(object: string, values: object, by = api.admin): Promise<string> {
  const made = await by.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const change = (object: string, id: string, values: object) => keeper.patch(`/api/records/${object}/${id}`, values)

async function expectRefused(answer: ReturnType<Client['get']>, code: string, pointer: string) {
  const { status, body, text } = await answer
  expect(status, text).toBe(403)
  expect(body.problems).toMatchObject([{ pointer, code }])
  expect((await keeper.get('/api/me')).body.user).toMatchObject({ administrator: false, roles: ['keeper'] })
}

describe('who keeps the organisation without being an administrator', () => {
  test('gives nobody an administrator’s role by a position', async () => {
    const god = { name: 'God', code: 'god', roles: ['administrator'] }
    await expectRefused(keeper.post('/api/records/position', god), 'exceeds_own_rights', '/roles')
    const batch = { create: [god], atomic: true }
    expect((await keeper.post('/api/records/position/batch', batch)).status).toBe(403)
    const plain = await make('position', { name: 'Plain', code: 'plain' }, keeper)
    const more = { roles: ['administrator'] }
    await expectRefused(change('position', plain, more), 'exceeds_own_rights', '/roles')
    expect((await change('position', plain, { roles: ['keeper'], name: 'Plainer' })).status).toBe(200)
  })

  test('puts nobody in a position whose holders are administrators, and leaves it as it is', async () => {
    const top = await make('position', { name: 'Top', code: 'top', roles: ['administrator'] })
    await expectRefused(change('employee', other, { position: top }), 'exceeds_own_rights', '/position')
    await expectRefused(change('position', top, { roles: [] }), 'exceeds_own_rights', '/roles')
    await expectRefused(keeper.delete(`/api/records/position/${top}`), 'exceeds_own_rights', '/roles')
    const assigned = await make('position', { name: 'Assigned', code: 'assigned' })
    await make('role_assignment', { role: 'administrator', position: assigned })
    await expectRefused(change('employee', other, { position: assigned }), 'exceeds_own_rights', '/position')
  })

  test('assigns no administrator’s role, and brings back none that was taken away', async () => {
    const given = { role: 'administrator', account: own.user }
    await expectRefused(keeper.post('/api/records/role_assignment', given), 'exceeds_own_rights', '/role')
    const past = await make('role_assignment', { ...given, valid_until: '2020-01-01' })
    await expectRefused(change('role_assignment', past, { valid_until: null }), 'exceeds_own_rights', '/role')
    expect((await api.admin.delete(`/api/records/role_assignment/${past}`)).status).toBe(204)
    const back = keeper.post(`/api/recycle-bin/role_assignment/${past}/restore`)
    await expectRefused(back, 'exceeds_own_rights', '/role')
  })

  test('gives himself no role, whichever it is', async () => {
    const mine = { role: 'keeper', account: own.user }
    await expectRefused(keeper.post('/api/records/role_assignment', mine), 'own_access', '/account')
    const held = { role: 'keeper', position: own.position }
    await expectRefused(keeper.post('/api/records/role_assignment', held), 'own_access', '/position')
    await expectRefused(change('position', own.position, { roles: ['keeper'] }), 'own_access', '/roles')
    const admin = (await api.admin.get('/api/me')).body.user.id
    const theirs = await make('role_assignment', { role: 'keeper', account: admin }, keeper)
    await expectRefused(change('role_assignment', theirs, { account: own.user }), 'own_access', '/account')
  })

  test('changes of himself what gives no rights, and of others what does', async () => {
    const department = await make('department', { name: 'Else', code: 'E' }, keeper)
    const all = { department, dept_scope: [department], position: null }
    const refused = await change('employee', own.employee, { ...all, phone: '021 1234567' })
    expect(refused.status).toBe(403)
    const pointers = refused.body.problems.map(({ pointer }: { pointer: string }) => pointer)
    expect(pointers.sort()).toEqual(['/department', '/dept_scope', '/position'])
    const harmless = { phone: '021 1234567', department: own.department, position: own.position }
    expect((await change('employee', own.employee, harmless)).status).toBe(200)
    expect((await change('employee', other, all)).status).toBe(200)
  })

  test('brings no departments below his own, and moves his own nowhere', async () => {
    const far = await make('department', { name: 'Far', code: 'F' })
    await expectRefused(change('department', far, { parent: own.department }), 'own_access', '/parent')
    await expectRefused(change('department', own.department, { parent: far }), 'own_access', '/parent')
    const near = await make('department', { name: 'Near', code: 'N', parent: far }, keeper)
    expect((await change('department', near, { parent: null })).status).toBe(200)
  })

  test('brings nobody’s records within his own reach by moving him (PLAT-75)', async () => {
    const far = await make('department', { name: 'Away', code: 'away' })
    const seller = await make('employee', { name: 'Sal', emp_no: 's', department: far })
    // by roles that ask for no department nothing is brought near
    expect((await change('employee', seller, { department: own.department })).status).toBe(200)
    expect((await change('employee', seller, { department: far })).status).toBe(200)
    const definition = { name: 'near', label, grants: { customer: { operations: { read: 'below' } } } }
    expect((await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition }] })).status).toBe(200)
    await make('role_assignment', { role: 'near', account: own.user })
    const refused = await change('employee', seller, { department: own.department })
    expect(refused).toMatchObject({ status: 403, body: { problems: [{ pointer: '/department', code: 'own_access' }] } })
    const assignments = (await api.admin.get('/api/records/role_assignment?filter=role == "near"')).body.data
    expect((await api.admin.delete(`/api/records/role_assignment/${assignments[0].id}`)).status).toBe(204)
  })

  test('leaves the people who are administrators alone', async () => {
    const boss = await make('employee', { name: 'Bo', emp_no: 'bo', employment_state: 'draft' })
    const account = {
      username: 'bo',
      name: 'Bo',
      roles: ['administrator'],
      password: 'a-long-password-bo',
      employee: boss,
    }
    expect((await api.admin.post('/api/users', account)).status).toBe(201)
    await expectRefused(change('employee', boss, { department: own.department }), 'exceeds_own_rights', '/department')
    await expectRefused(keeper.delete(`/api/records/employee/${boss}`), 'exceeds_own_rights', '/employment_state')
    const leave = keeper.post(`/api/records/employee/${boss}/transitions/confirm`, {})
    await expectRefused(leave, 'exceeds_own_rights', '/employment_state')
    expect((await change('employee', boss, { phone: '021 7654321' })).status).toBe(200)
  })

  test('is not held back by this where he is an administrator', async () => {
    const position = await make('position', { name: 'Second', code: 'second', roles: ['administrator'] })
    expect((await api.admin.patch(`/api/records/employee/${other}`, { position })).status).toBe(200)
  })
})

describe('private matters of employees', () => {
  const matters = { id_no: '110101199003070011', birthday: '1990-03-07', emergency_contact: 'Ann', credit_limit: 500 }

  test('are masked for who reads employees, and open to who keeps them', async () => {
    const secretive = await make('employee', { name: 'Pia', emp_no: 'p', ...matters })
    const shown = (await keeper.get(`/api/records/employee/${secretive}`)).body
    for (const name of Object.keys(matters)) expect(shown).toHaveProperty(['_masked', name])
    for (const name of Object.keys(matters)) expect(shown[name]).toBeNull()
    const filter = encodeURIComponent(`birthday < date('1991-01-01')`)
    expect((await keeper.get(`/api/records/employee?filter=${filter}`)).status).not.toBe(200)
    const maintenance = await api.as('maintenance', ['system_administrator'])
    expect((await maintenance.get(`/api/records/employee/${secretive}`)).body).toMatchObject(matters)
  })
})

const fieldsOf = async (object: string, by: Client) =>
  Object.keys((await by.get(`/api/access/explain?object=${object}&op=create`)).body.fields)

test('an explanation names no fields and objects that do not exist for who asks', async () => {
  const hidden = { customer: { operations: { read: 'own', create: 'own' }, fields: { credit_limit: 'none' } } }
  const definition = { name: 'narrow', label, grants: hidden }
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition }] })
  expect(published.status, published.text).toBe(200)
  const narrow = await api.as('narrow', ['narrow'])
  expect(await fieldsOf('customer', narrow)).toContain('name')
  expect(await fieldsOf('customer', narrow)).not.toContain('credit_limit')
  expect(await fieldsOf('supplier', narrow)).toEqual([])
  expect(await fieldsOf('supplier', api.admin)).toContain('name')
})
