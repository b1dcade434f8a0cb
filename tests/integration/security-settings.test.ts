import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionHeaders, startApi, type ApiServer } from '../support/api-server.ts'
import { startOpenId, type OpenIdProvider } from '../support/open-id.ts'

const PUBLIC_URL = 'http://localhost:4191'
const PASSWORD = 'seven grey herons'
const BACK = `${PUBLIC_URL}/api/auth/oidc/callback`

let api: ApiServer
let provider: OpenIdProvider

beforeAll(async () => {
  provider = await startOpenId({}, BACK)
  const settings = { PUBLIC_URL, OUTGOING_PRIVATE_HOSTS: 'localhost', SECRET_KEY: 'k'.repeat(40) }
  api = await startApi({ content: 'crm', settings })
  const person = { username: 'wang', name: '王芳', roles: ['sales_rep'], password: PASSWORD }
  expect((await api.admin.post('/api/users', person)).status).toBe(201)
})
afterAll(async () => {
  await api.stop()
  await provider.stop()
})

const login = (username = 'wang', password = PASSWORD) =>
  api.send({ method: 'POST', url: '/api/auth/login', payload: { username, password } })

const policyWith = (session: object) => api.admin.put('/api/security/policy', { session })
const hoursOf = async (headers: Record<string, string>) => {
  const { body } = await api.send({ method: 'GET', url: '/api/account/sessions', headers })
  const { created_at: from, expires_at: to } = body.data.find(({ current }: { current: boolean }) => current)
  return Math.round((Date.parse(to) - Date.parse(from)) / 360_000) / 10
}

const url = '/api/security/sign-on'
const connection = (more: object = {}) => ({
  issuer: provider.issuer,
  client_id: provider.clientId,
  label: '企业账号',
  ...more,
})

describe('the length of sessions (PLAT-89)', () => {
  test('is the operator’s until the policy says another, which holds for open sessions too', async () => {
    const headers = sessionHeaders(await login())
    const usual = await hoursOf(headers)
    expect((await policyWith({ idle_hours: 2, max_hours: 5 })).status).toBe(200)
    expect(await hoursOf(headers)).toBe(2)
    expect(await hoursOf(sessionHeaders(await login()))).toBe(2)
    expect((await policyWith({ idle_hours: null, max_hours: 1 })).status).toBe(200)
    expect(await hoursOf(headers)).toBe(1)
    expect((await policyWith({ idle_hours: null, max_hours: null })).status).toBe(200)
    expect(await hoursOf(headers)).toBe(1)
    expect(await hoursOf(sessionHeaders(await login()))).toBe(usual)
  })

  test('is refused where it is none', async () => {
    const { status, body } = await policyWith({ idle_hours: 0, max_hours: 'long' })
    expect(status).toBe(422)
    const pointers = body.problems.map(({ pointer }: { pointer: string }) => pointer)
    expect(pointers).toEqual(['/session/idle_hours', '/session/max_hours'])
  })
})

test('the schema of the policy is what forms are drawn from, and the policy that holds fits its defaults', async () => {
  const { body } = await api.admin.get('/api/security/policy/schema')
  expect(Object.keys(body.schema.properties).sort()).toEqual(Object.keys(body.defaults).sort())
  expect(body.schema.properties.password.properties.min_length).toEqual({ type: 'integer', minimum: 8, maximum: 64 })
  expect(body.schema.properties.session.properties.idle_hours.type).toEqual(['integer', 'null'])
  expect((await api.admin.put('/api/security/policy', body.defaults)).status).toBe(200)
})

test('the report of log-ins tells of each user how often he came in and was refused (PLAT-84)', async () => {
  await login('wang', 'wrong')
  await login('nobody-has-this-name', 'wrong')
  const { body } = await api.admin.get('/api/security/logins/report')
  const lines = body.data as { user: { username: string } | null; logins: number; refused: number }[]
  const lineOf = (username?: string) => lines.find(({ user }) => user?.username === username)
  expect(lineOf('wang')).toMatchObject({ logins: 3, refused: 1, addresses: 1, last_login_at: expect.any(String) })
  expect(lineOf()).toMatchObject({ user: null, logins: 0, refused: 1, last_login_at: null })
  expect((await api.admin.get('/api/security/logins/report?to=2020-01-01')).body.data).toEqual([])
  expect((await api.admin.get('/api/security/logins/report?from=soon')).status).toBe(400)
})

describe('the connection for single sign-on (PLAT-94)', () => {
  test('can be tried before it is stored: the provider, and whether it takes the client', async () => {
    const secret = { client_secret: provider.clientSecret }
    const tried = await api.admin.post(`${url}/test`, connection(secret))
    expect(tried, tried.text).toMatchObject({
      status: 200,
      body: { works: true, issuer: provider.issuer, knows_client: true },
    })
    const wrong = await api.admin.post(`${url}/test`, connection({ client_secret: 'another secret' }))
    expect(wrong, wrong.text).toMatchObject({ status: 200, body: { works: false, code: 'sign_on_refused' } })
    const away = await api.admin.post(`${url}/test`, connection({ ...secret, issuer: 'http://localhost:9' }))
    expect(away).toMatchObject({ status: 200, body: { works: false, code: 'sign_on_unavailable' } })
    expect((await api.admin.get(url)).body).toEqual({ connection: null, redirect_uri: BACK })
  })

  test('keeps its secret, which is never shown and goes to no other provider or client', async () => {
    const missing = await api.admin.put(url, connection())
    expect(missing).toMatchObject({ status: 422, body: { problems: [{ pointer: '/client_secret' }] } })
    expect((await api.admin.put(url, connection({ client_secret: provider.clientSecret }))).status).toBe(200)
    const renamed = await api.admin.put(url, connection({ label: '统一登录' }))
    expect(renamed).toMatchObject({ status: 200, body: { connection: { label: '统一登录' } } })
    expect(renamed.text).not.toContain(provider.clientSecret)
    expect((await api.admin.post(`${url}/test`, connection())).body.knows_client).toBe(true)
    for (const change of [{ issuer: 'http://localhost:9' }, { client_id: 'other' }]) {
      expect((await api.admin.post(`${url}/test`, connection(change))).status).toBe(422)
      expect((await api.admin.put(url, connection(change))).status).toBe(422)
    }
  })

  test('is for administrators', async () => {
    const headers = sessionHeaders(await login())
    for (const path of [url, '/api/security/policy/schema', '/api/security/logins/report'])
      expect((await api.send({ method: 'GET', url: path, headers })).status).toBe(403)
    expect((await api.send({ method: 'POST', url: `${url}/test`, headers, payload: connection() })).status).toBe(403)
  })
})
