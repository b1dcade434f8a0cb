import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
let department: string
let position: string

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  department = await make('department', { name: 'Sales', code: 'S' })
  position = await make('position', { name: 'Seller', code: 'S' })
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const employee = (no: string, values: object = {}) =>
  make('employee', { name: `E ${no}`, emp_no: no, department, position, mobile: '13800000000', ...values })
const move = (id: string, transition: string, values = {}) =>
  api.admin.post(`/api/records/employee/${id}/transitions/${transition}`, values)
const accountOf = async (id: string) =>
  (await api.admin.get('/api/users')).body.data.find((user: { employee: string }) => user.employee === id)

const operator = (account: string) => ({ is_operator: true, login_account: account, crm_apps: ['marketing'] })

describe('an employee (PROC-1)', () => {
  test('who is an operator has an account when he is confirmed, without roles', async () => {
    const id = await employee('1', operator('new.one'))
    expect(await accountOf(id)).toBeUndefined()
    expect((await move(id, 'confirm')).status).toBe(200)
    const account = await accountOf(id)
    expect(account).toMatchObject({ username: 'new.one', name: 'E 1', roles: [], active: true })
    // the administrators' to-do, which is done with the first role
    const waiting = async () => (await api.admin.get('/api/users/waiting')).body.data
    expect(await waiting()).toMatchObject([{ id: account.id, username: 'new.one', employee: id }])
    const given = await make('role_assignment', { role: 'sales_rep', account: account.id })
    expect(await waiting()).toEqual([])
    await api.admin.delete(`/api/records/role_assignment/${given}`)
    expect(await waiting()).toHaveLength(1)
  })

  test('who is none has no account, and gets one when he becomes an operator', async () => {
    const id = await employee('2')
    await move(id, 'confirm')
    expect(await accountOf(id)).toBeUndefined()
    const changed = await api.admin.patch(`/api/records/employee/${id}`, operator('later'))
    expect(changed.status, changed.text).toBe(200)
    expect(await accountOf(id)).toMatchObject({ username: 'later' })
  })

  test('is not confirmed where something is missing, or the account cannot be made', async () => {
    const id = await employee('3', { is_operator: true })
    const refused = await move(id, 'confirm')
    expect(refused.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/crm_apps',
      '/login_account',
    ])
    const taken = await employee('4', operator('admin'))
    expect((await move(taken, 'confirm')).status).toBe(409)
    expect((await api.admin.get(`/api/records/employee/${taken}`)).body.employment_state).toBe('draft')
    const bare = await make('employee', { name: 'bare' })
    expect((await move(bare, 'confirm')).body.code).toBe('transition_not_allowed')
  })

  test('who sells needs a department of the lowest level', async () => {
    const top = await make('department', { name: 'Top', code: 'T' })
    const leaf = await make('department', { name: 'Leaf', code: 'L', parent: top })
    const bad = { name: 'x', is_salesperson: true }
    const missing = await api.admin.post('/api/records/employee', bad)
    expect(missing.body.problems).toMatchObject([{ pointer: '/sales_dept' }])
    const high = await api.admin.post('/api/records/employee', { ...bad, sales_dept: top })
    expect(high.body.problems).toMatchObject([
      { pointer: '/sales_dept', params: { rule: 'salesperson_in_lowest_department' } },
    ])
    expect((await api.admin.post('/api/records/employee', { ...bad, sales_dept: leaf })).status).toBe(201)
    const turn = (value: boolean) => {
      const patch = [{ kind: 'parameter', name: 'salespeople_in_lowest_departments', patch: { value } }]
      return api.admin.post('/api/metadata/publish', { patch })
    }
    expect((await turn(false)).status).toBe(200)
    expect((await api.admin.post('/api/records/employee', { ...bad, sales_dept: top })).status).toBe(201)
    expect((await turn(true)).status).toBe(200)
    expect((await api.admin.post('/api/records/employee', { ...bad, sales_dept: top })).status).toBe(422)
  })

  test('need not have a superior, but is not his own', async () => {
    const id = await employee('own', { emp_no: 'own' })
    const own = await api.admin.patch(`/api/records/employee/${id}`, { superior: id })
    expect(own.body.problems).toMatchObject([{ pointer: '/superior', params: { rule: 'not_own_superior' } }])
  })

  test('who has left is out at once, whatever he has open', async () => {
    const id = await employee('5', operator('leaver'))
    await move(id, 'confirm')
    const user = await accountOf(id)
    await api.admin.patch(`/api/users/${user.id}`, { roles: ['sales_rep'] })
    const shown = await api.admin.post(`/api/users/${user.id}/one-time-password`)
    expect(shown.status, shown.text).toBe(200)
    expect(shown.body.password.length).toBeGreaterThan(12)
    expect(shown.headers['cache-control']).toBe('no-store')
    const logIn = () => {
      const payload = { username: 'leaver', password: shown.body.password }
      return api.send({ method: 'POST', url: '/api/auth/login', payload })
    }
    expect((await logIn()).body.steps, 'what an administrator has seen is changed first').toEqual(['password'])
    await move(id, 'start_leaving', { leave_date: '2026-01-31' })
    expect((await accountOf(id)).active).toBe(true)
    expect((await move(id, 'leave')).status).toBe(200)
    expect((await accountOf(id)).active).toBe(false)
    expect((await logIn()).status).toBe(401)
  })

  test('has one account, and an account one employee', async () => {
    const [id, other] = [await employee('6'), await employee('7')]
    const user = { username: 'u6', name: 'u6', password: 'a-long-password-6', employee: id }
    expect((await api.admin.post('/api/users', user)).body.employee).toBe(id)
    expect((await api.admin.post('/api/users', { ...user, username: 'u7' })).body).toMatchObject({
      code: 'duplicate',
      problems: [{ pointer: '/employee' }],
    })
    expect((await api.admin.post('/api/users', { ...user, username: 'u7', employee: department })).status).toBe(422)
    expect((await api.admin.post('/api/users', { ...user, username: 'u7', employee: other })).status).toBe(201)
  })
})

test('menus show the apps of one’s roles, of the systems that one may log in to', async () => {
  const names = async (client: typeof api.admin) =>
    (await client.get('/api/me')).body.apps.map(({ name }: { name: string }) => name)
  const put = [
    {
      kind: 'role',
      definition: {
        name: 'everywhere',
        grants: { department: { operations: ['read'] }, product: { operations: ['read'] } },
      },
    },
    {
      kind: 'role',
      definition: {
        name: 'seller',
        apps: ['sales'],
        grants: { department: { operations: ['read'] }, product: { operations: ['read'] } },
      },
    },
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  const everywhere = await api.as('everywhere', ['everywhere'])
  expect(await names(everywhere)).toEqual(expect.arrayContaining(['sales', 'organisation']))
  expect(await names(await api.as('seller', ['seller']))).toEqual(['sales'])
  const id = await employee('8', { crm_apps: ['config'] })
  const { id: user } = (await everywhere.get('/api/me')).body.user
  await api.admin.patch(`/api/users/${user}`, { employee: id })
  expect(await names(everywhere)).not.toContain('sales')
  await api.admin.patch(`/api/records/employee/${id}`, { crm_apps: ['marketing'] })
  expect(await names(everywhere)).not.toContain('organisation')
  expect(await names(everywhere)).toContain('sales')
})
