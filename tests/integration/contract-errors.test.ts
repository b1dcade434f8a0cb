import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ADMIN_PASSWORD,
  sessionHeaders,
  startApi,
  type Answer,
  type ApiServer,
  type Client,
} from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

let api: ApiServer
let reader: Client
let id: string

beforeAll(async () => {
  api = await startApi()
  const role = {
    name: 'looker',
    label: { en: 'Looker', 'zh-CN': '查看者' },
    grants: { ticket: { operations: ['read'] } },
  }
  const put = [
    { kind: 'object', definition: ticket },
    { kind: 'role', definition: role },
  ]
  expect(await api.admin.post('/api/metadata/publish', { put })).toMatchObject({ status: 200 })
  id = (await api.admin.post('/api/records/ticket', { subject: 'Pump', code: 'P' })).body.id
  reader = await api.as('looker', ['looker'])
})
afterAll(() => api.stop())

const url = '/api/records/ticket'
const login = (username: string, password: string) =>
  api.send({ method: 'POST', url: '/api/auth/login', payload: { username, password } })

const REFUSALS: [string, number, string, () => Promise<Answer>][] = [
  ['values that rules refuse', 422, 'validation_failed', () => api.admin.post(url, {})],
  [
    'a record that does not exist',
    404,
    'not_found',
    () => api.admin.get(`${url}/01900000-0000-7000-8000-000000000000`),
  ],
  ['an operation that a role does not grant', 403, 'forbidden', () => reader.patch(`${url}/${id}`, { count: 1 })],
  ['a caller without a login', 401, 'unauthenticated', () => api.send({ method: 'GET', url })],
  ['a token that is none', 401, 'unauthenticated', () => reader.get(url, { authorization: 'Bearer fw_nonsense' })],
  ['an old version', 409, 'stale_version', () => api.admin.patch(`${url}/${id}`, { count: 1 }, { 'if-match': '"9"' })],
  ['a value that another record has', 409, 'duplicate', () => api.admin.post(url, { subject: 'x', code: 'P' })],
  ['an expression that is none', 400, 'invalid_expression', () => api.admin.get(`${url}?filter=subject+%3D%3D`)],
  ['a field that does not exist', 400, 'unknown_field', () => api.admin.get(`${url}?sort=nope`)],
  ['a body that is too large', 413, 'too_large', () => api.admin.post(url, { subject: 'x'.repeat(3 << 20) })],
  ['a wrong password', 401, 'invalid_credentials', () => login('looker', 'wrong')],
]

describe.each(REFUSALS)('%s', (_what, status, code, ask) => {
  test(`is ${status} ${code}, a problem document without a trace of the inside`, async () => {
    const { headers, body, text, status: found } = await ask()
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const members = { type: expect.stringContaining(code), title: expect.any(String), detail: expect.any(String) }
    expect([found, body]).toMatchObject([status, { ...members, status, code, problems: expect.any(Array) }])
    for (const problem of body.problems)
      expect(problem).toMatchObject({ code: expect.any(String), message: expect.any(String) })
    expect(text).not.toMatch(/node_modules|\.ts:\d|select |insert into|pg_|"stack"/i)
  })
})

test('a password that is guessed too often locks the account: 423', async () => {
  await api.as('victim', ['looker'])
  for (let guess = 0; guess < 5; guess++) await login('victim', `guess-${guess}`)
  expect(await login('victim', 'victim-password')).toMatchObject({ status: 423, body: { code: 'account_locked' } })
})

const detailIn = async (language?: string) => {
  const headers = language === undefined ? {} : { 'accept-language': language }
  return String((await api.send({ method: 'GET', url: '/api/me', headers })).body.detail)
}

describe('the language of messages', () => {
  test.each([undefined, '', '*', 'fr', 'zh', 'zh-CN', 'zh-TW', 'zh-CN,en;q=0.5', 'en;q=0', ';;,'])(
    'of a caller who asks for %j is Chinese',
    async (language) => expect(await detailIn(language)).toMatch(/[一-鿿]/),
  )

  test.each(['en', 'en-US', 'EN', 'de, en;q=0.5, zh;q=0.1', 'en-GB,en;q=0.9'])(
    'of a caller who asks for %j is English',
    async (language) => expect(await detailIn(language)).not.toMatch(/[一-鿿]/),
  )

  test('holds for every problem of a write', async () => {
    const values = { subject: '', count: -1, amount: 'x', nope: 1 }
    const chinese = await api.admin.post(url, values, { 'accept-language': 'zh-CN' })
    const english = await api.admin.post(url, values)
    expect(chinese.body.problems).toHaveLength(4)
    for (const { message } of chinese.body.problems) expect(message).toMatch(/[一-鿿]/)
    for (const { message } of english.body.problems) expect(message).not.toMatch(/[一-鿿]/)
  })
})

describe('logging in', () => {
  test('gives the user and a CSRF token that writes of the session need', async () => {
    const session = await login('admin', ADMIN_PASSWORD)
    expect(session).toMatchObject({ status: 200, body: { user: { username: 'admin' }, csrf: expect.any(String) } })
    const headers = sessionHeaders(session)
    const { 'x-csrf-token': _token, ...without } = headers
    const write = (sent: Record<string, string>) =>
      api.send({ method: 'POST', url, headers: sent, payload: { subject: 'By session' } })
    expect((await write(without)).status).toBe(403)
    expect((await write(headers)).status).toBe(201)
    const me = await api.send({ method: 'GET', url: '/api/me', headers })
    expect(me.body).toMatchObject({ user: { username: 'admin' }, apps: expect.any(Array) })
    expect((await api.send({ method: 'POST', url: '/api/auth/logout', headers })).status).toBeLessThan(300)
    expect((await api.send({ method: 'GET', url: '/api/me', headers })).status).toBe(401)
  })

  test('a token is made with a name and days, and needs no CSRF header', async () => {
    const made = await api.admin.post('/api/tokens', { name: 'outside', expires_in_days: 1 })
    expect(made.body).toMatchObject({ token: expect.any(String) })
    const headers = { authorization: `Bearer ${made.body.token}` }
    const written = await api.send({ method: 'POST', url, headers, payload: { subject: 'By token' } })
    expect(written.status).toBe(201)
    for (const days of [0, -1, 'x', 1.5])
      expect((await api.admin.post('/api/tokens', { name: 'bad', expires_in_days: days })).status).toBeGreaterThan(399)
  })
})

const getPlain = (path: string) => api.send({ method: 'GET', url: path })

test('alive, ready, described and counted', async () => {
  expect((await getPlain('/healthz')).status).toBe(200)
  expect((await getPlain('/readyz')).status).toBe(200)
  expect((await getPlain('/api/openapi.json')).body.openapi).toMatch(/^3\.1/)
  expect((await getPlain('/api/docs')).headers['content-type']).toContain('text/html')
})
