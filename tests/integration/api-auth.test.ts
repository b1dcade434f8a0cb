import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ADMIN_PASSWORD,
  bearerClient,
  sessionHeaders,
  startApi,
  type Answer,
  type ApiServer,
} from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'crm' })))
afterAll(() => api.stop())

const login = (username: string, password: string): Promise<Answer> =>
  api.send({ method: 'POST', url: '/api/auth/login', payload: { username, password } })

const me = (answer: Answer) => api.send({ method: 'GET', url: '/api/me', headers: sessionHeaders(answer) })

async function addUser(username: string, roles: string[] = ['sales_rep']): Promise<string> {
  const made = await api.admin.post('/api/users', { username, name: username, roles, password: `${username}-password` })
  expect(made.status).toBe(201)
  return made.body.id
}

test('logging in gives the user, a CSRF token and a cookie that scripts cannot read', async () => {
  const answer = await login('admin', ADMIN_PASSWORD)
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    user: {
      id: expect.any(String),
      username: 'admin',
      name: expect.any(String),
      roles: ['administrator'],
      administrator: true,
    },
    csrf: expect.any(String),
  })
  const cookie = String(answer.headers['set-cookie'])
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  expect(cookie).not.toContain(answer.body.csrf)
})

test('user names are known in any case of letters', async () => {
  expect((await login('ADMIN', ADMIN_PASSWORD)).status).toBe(200)
})

test('a wrong password and an unknown user are answered alike', async () => {
  const [wrong, unknown] = [await login('admin', 'wrong'), await login('nobody', 'wrong')]
  expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials'])
  expect(unknown.text).toBe(wrong.text)
  expect((await login('admin', ADMIN_PASSWORD)).status).toBe(200)
})

test('after five wrong passwords the account is locked, an unknown one too (PLAT-88)', async () => {
  const id = await addUser('forgetful')
  for (const name of ['forgetful', 'stranger']) {
    for (let attempt = 0; attempt < 5; attempt++) expect((await login(name, 'wrong')).status).toBe(401)
    const locked = await login(name, 'wrong')
    expect([locked.status, locked.body.code]).toEqual([423, 'account_locked'])
  }
  expect((await login('forgetful', 'forgetful-password')).status).toBe(423)
  expect((await api.admin.patch(`/api/users/${id}`, { locked: false })).body.locked).toBe(false)
  expect((await login('forgetful', 'forgetful-password')).status).toBe(200)
})

test('many guesses at once are not more than a few', async () => {
  await addUser('target')
  const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => login('target', `guess ${n}`)))
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5)
  expect((await login('target', 'target-password')).status).toBe(423)
})

test('a session needs its CSRF token for unsafe methods only', async () => {
  const { cookie, ...csrf } = sessionHeaders(await login('admin', ADMIN_PASSWORD))
  const create = (headers: object) =>
    api.send({ method: 'POST', url: '/api/tokens', headers: { cookie, ...headers }, payload: { name: 'x' } })
  expect((await api.send({ method: 'GET', url: '/api/me', headers: { cookie } })).status).toBe(200)
  const [without, wrong, right] = [await create({}), await create({ 'x-csrf-token': 'x' }), await create(csrf)]
  expect([without.status, without.body.code]).toEqual([403, 'csrf_failed'])
  expect(wrong.status).toBe(403)
  expect(right.status).toBe(201)
})

test('GET /api/me gives the CSRF token again', async () => {
  const answer = await login('admin', ADMIN_PASSWORD)
  const { cookie } = sessionHeaders(answer)
  const me = await api.send({ method: 'GET', url: '/api/me', headers: { cookie } })
  expect(me.body.csrf).toBe(answer.body.csrf)
})

test('logging out ends the session at once', async () => {
  const headers = sessionHeaders(await login('admin', ADMIN_PASSWORD))
  expect((await api.send({ method: 'GET', url: '/api/me', headers })).status).toBe(200)
  expect((await api.send({ method: 'POST', url: '/api/auth/logout', headers })).status).toBe(204)
  expect((await api.send({ method: 'GET', url: '/api/me', headers })).status).toBe(401)
})

test('a token works until it is revoked', async () => {
  const made = await api.admin.post('/api/tokens', { name: 'robot', expires_in_days: 1 })
  const robot = bearerClient(api.send, made.body.token)
  expect((await robot.get('/api/me')).body).toMatchObject({ user: { username: 'admin' }, csrf: null })
  const listed = (await api.admin.get('/api/tokens')).text
  expect(listed).toContain(made.body.id)
  expect(listed).not.toContain(made.body.token)
  expect((await api.admin.delete(`/api/tokens/${made.body.id}`)).status).toBe(204)
  expect((await robot.get('/api/me')).status).toBe(401)
})

test("nobody revokes another's token", async () => {
  const made = await api.admin.post('/api/tokens', { name: 'mine' })
  const other = await api.as('thief', ['sales_rep'])
  expect((await other.delete(`/api/tokens/${made.body.id}`)).status).toBe(404)
})

test('secrets are stored as hashes only', async () => {
  const made = await api.admin.post('/api/tokens', { name: 'hashed' })
  const { rows } = await api.db.query({
    text: `select (select json_agg(t)::text from fw_token t) || (select json_agg(s)::text from fw_session s) ||
      (select json_agg(i)::text from fw_identity i) as everything`,
  })
  const { everything } = rows[0] as { everything: string }
  expect(everything).not.toContain(made.body.token)
  expect(everything).not.toContain(ADMIN_PASSWORD)
  expect(everything).toContain('$argon2id$')
})

test('a user who is made inactive is out at his next request (PLAT-80)', async () => {
  const leaver = await api.as('leaver', ['sales_rep'])
  const me = await leaver.get('/api/me')
  expect(me.status).toBe(200)
  await api.admin.patch(`/api/users/${me.body.user.id}`, { active: false })
  expect((await leaver.get('/api/me')).status).toBe(401)
  expect((await login('leaver', 'leaver-password')).body.code).toBe('invalid_credentials')
})

test('a role that is taken away holds at the next request', async () => {
  const helper = await api.as('helper', ['administrator'])
  const { id } = (await helper.get('/api/me')).body.user
  expect((await helper.get('/api/users')).status).toBe(200)
  await api.admin.patch(`/api/users/${id}`, { roles: ['sales_rep'] })
  expect((await helper.get('/api/users')).status).toBe(403)
})

test('changing the password ends the other sessions', async () => {
  await addUser('careful')
  const [here, there] = [await login('careful', 'careful-password'), await login('careful', 'careful-password')]
  const change = (current_password: string, new_password: string) =>
    api.send({
      method: 'POST',
      url: '/api/auth/password',
      headers: sessionHeaders(here),
      payload: { current_password, new_password },
    })
  expect((await change('wrong', 'another-password')).status).toBe(401)
  expect((await change('careful-password', 'short')).body.problems[0]).toMatchObject({ pointer: '/new_password' })
  expect((await change('careful-password', 'another-password')).status).toBe(204)
  expect((await me(here)).status).toBe(200)
  expect((await me(there)).status).toBe(401)
  expect((await login('careful', 'another-password')).status).toBe(200)
})

test('only administrators see and make users', async () => {
  const rep = await api.as('rep', ['sales_rep'])
  const { id } = (await rep.get('/api/me')).body.user
  expect((await rep.get('/api/users')).body.code).toBe('forbidden')
  expect((await rep.post('/api/users', { username: 'x', name: 'x', password: 'xxxxxxxx' })).status).toBe(403)
  expect((await rep.patch(`/api/users/${id}`, { roles: ['administrator'] })).status).toBe(403)
})

test('a new user is checked, every problem at once', async () => {
  const made = await api.admin.post('/api/users', { username: 'a b', name: ' ', roles: ['king'], password: 'short' })
  expect(made.status).toBe(422)
  const again = await api.admin.post('/api/users', { username: 'a b', name: 'A', roles: ['king'], password: 'short' })
  expect(again.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/username',
    '/roles/0',
    '/password',
  ])
  expect(
    (await api.admin.post('/api/users', { username: 'Admin', name: 'A', password: 'long enough for it' })).status,
  ).toBe(409)
})

test('the last administrator can neither leave nor step down', async () => {
  const { id } = (await api.admin.get('/api/me')).body.user
  const everybody = (await api.admin.get('/api/users')).body.data as { id: string; roles: string[]; active: boolean }[]
  for (const user of everybody.filter(({ roles, active }) => active && roles.includes('administrator'))) {
    if (user.id !== id) await api.admin.patch(`/api/users/${user.id}`, { active: false })
  }
  expect((await api.admin.patch(`/api/users/${id}`, { active: false })).body.code).toBe('last_administrator')
  expect((await api.admin.patch(`/api/users/${id}`, { roles: [] })).body.code).toBe('last_administrator')
})

test('what happens to users is written down (PLAT-86)', async () => {
  const id = await addUser('watched')
  await api.admin.patch(`/api/users/${id}`, { name: 'Watched' })
  const { rows } = await api.db.query({
    text: `select op, changes from fw_event where object = 'user' and record_id = $1 order by id`,
    values: [id],
  })
  expect(rows).toEqual([
    { op: 'create', changes: expect.objectContaining({ username: [null, 'watched'] }) },
    { op: 'update', changes: { name: ['watched', 'Watched'] } },
  ])
})

test('menus and rights hold only what the caller may read', async () => {
  const rep = await api.as('seller', ['sales_rep'])
  const me = (await rep.get('/api/me')).body
  expect(me.rights.customer).toEqual(['read', 'create', 'update', 'share', 'report'])
  expect(me.rights.product).toEqual(['read'])
  expect(me).toMatchObject({ locale: 'en', timeZone: 'Asia/Shanghai', revision: expect.any(Number) })
  const [sales] = me.apps
  expect(sales).toMatchObject({ name: 'sales', label: 'Marketing & sales' })
  const customers = sales.items.find(({ key }: { key: string }) => key === 'customers')
  expect(customers.children.map(({ object }: { object: string }) => object)).toContain('customer')
  const nobody = await api.as('guest', [])
  expect((await nobody.get('/api/me')).body).toMatchObject({ apps: [], rights: {} })
})
