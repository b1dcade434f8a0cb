import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

let api: ApiServer
let keeper: Client

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  const definition = { name: 'account_keeper', label: label('Accounts'), rights: ['accounts'] }
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition }] })
  expect(published.status, published.text).toBe(200)
  keeper = await api.as('account_keeper', ['account_keeper'])
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

async function makeAccount(username: string, more: object = {}): Promise<string> {
  const account = { username, name: username, roles: [], password: `a-long-password-${username}`, ...more }
  const made = await api.admin.post('/api/users', account)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const refused = (pointer: string) => ({ status: 403, body: { problems: [{ pointer, code: 'exceeds_own_rights' }] } })

/** Everything by which an account is got hold of. */
async function expectOutOfReach(id: string): Promise<void> {
  const password = 'a-long-password-of-mine'
  for (const body of [{ password }, { active: true }, { email: 'me@example.com' }, { reset_second_factor: true }])
    expect(await keeper.patch(`/api/users/${id}`, body)).toMatchObject(refused('/roles'))
  expect(await keeper.post(`/api/users/${id}/one-time-password`)).toMatchObject(refused('/roles'))
}

describe('who keeps accounts without being an administrator', () => {
  test('makes no account an administrator’s by whose account it is', async () => {
    const position = await make('position', { name: 'Top', code: 'top', roles: ['administrator'] })
    const boss = await make('employee', { name: 'Bo', emp_no: 'bo', position })
    const assigned = await make('position', { name: 'Assigned', code: 'assigned' })
    await make('role_assignment', { role: 'administrator', position: assigned })
    const deputy = await make('employee', { name: 'Di', emp_no: 'di', position: assigned })
    const colleague = await makeAccount('colleague')
    for (const employee of [boss, deputy]) {
      expect(await keeper.patch(`/api/users/${colleague}`, { employee })).toMatchObject(refused('/employee'))
      const account = { username: 'mine', name: 'Mine', password: 'a-long-password-of-mine', employee }
      expect(await keeper.post('/api/users', account)).toMatchObject(refused('/employee'))
    }
    const plain = await make('employee', { name: 'Pam', emp_no: 'pam' })
    expect((await keeper.patch(`/api/users/${colleague}`, { employee: plain })).status).toBe(200)
    await api.admin.patch(`/api/users/${colleague}`, { employee: boss })
    await expectOutOfReach(colleague)
  })

  test('gets hold of no account that is closed or will be an administrator’s', async () => {
    const past = await makeAccount('past')
    await make('role_assignment', { role: 'administrator', account: past })
    expect((await api.admin.patch(`/api/users/${past}`, { active: false })).status).toBe(200)
    await expectOutOfReach(past)
    const coming = await makeAccount('coming')
    await make('role_assignment', { role: 'administrator', account: coming, valid_from: '2999-01-01' })
    await expectOutOfReach(coming)
    const over = await makeAccount('over')
    await make('role_assignment', { role: 'administrator', account: over, valid_until: '2020-01-01' })
    expect((await keeper.patch(`/api/users/${over}`, { password: 'a-long-password-of-over' })).status).toBe(200)
  })
})
