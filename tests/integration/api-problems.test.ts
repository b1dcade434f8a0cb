import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.stop())

const askWhoIAm = (language?: string) =>
  api.send({ method: 'GET', url: '/api/me', headers: language ? { 'accept-language': language } : {} })

const logInAs = (type: string) =>
  api.send({ method: 'POST', url: '/api/auth/login', headers: { 'content-type': type }, payload: 'a=1' })

test('a refusal is a problem document in the language asked for', async () => {
  const english = await askWhoIAm('en')
  expect(english.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(english.body).toEqual({
    type: '/api/docs#unauthenticated',
    title: 'Unauthorized',
    status: 401,
    code: 'unauthenticated',
    detail: 'Log in first',
    problems: [],
  })
  expect((await askWhoIAm()).body.detail).toBe('请先登录')
  expect((await askWhoIAm('zh-CN,zh;q=0.9,en;q=0.8')).body.detail).toBe('请先登录')
})

test('an address that does not exist is 404, one that takes another method 405 with Allow', async () => {
  expect((await api.admin.get('/api/nothing')).body.code).toBe('not_found')
  expect((await api.admin.post('/api/nothing', {})).body.code).toBe('not_found')
  const wrong = await api.admin.delete('/api/metadata/object/customer')
  expect([wrong.status, wrong.body.code, wrong.headers.allow]).toEqual([405, 'method_not_allowed', 'GET, HEAD'])
  expect((await api.send({ method: 'PUT', url: '/api/auth/login' })).status).toBe(405)
})

test('an unexpected error shows a reference and nothing else', async () => {
  const broken = await startApi()
  const client = broken.admin
  await broken.db.query({ text: 'alter table fw_metadata_history rename to gone' })
  const answer = await client.get('/api/metadata/revisions')
  await broken.stop()
  expect([answer.status, answer.body.code]).toEqual([500, 'internal_error'])
  expect(answer.body.reference).toMatch(/^[0-9a-f-]{36}$/)
  expect(answer.text).not.toMatch(/select|relation|fw_metadata|\.ts|at /i)
})

test('a body that is too large is refused before it is read', async () => {
  const answer = await api.admin.post('/api/records/region', { name: 'x'.repeat(2 << 20) })
  expect([answer.status, answer.body.code]).toEqual([413, 'too_large'])
})

test('bodies are JSON, whatever they say they are', async () => {
  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'nonsense',
  ]) {
    expect((await logInAs(type)).body.code).toBe('unsupported_media_type')
  }
  expect((await logInAs('application/json')).body.code).toBe('invalid_json')
})

test('answers with data may not run anything', async () => {
  const { headers } = await api.admin.get('/api/me')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-catalog-revision': expect.anything(),
  })
})

test('the web app may run only its own scripts, without eval', async () => {
  const { headers } = await api.send({ method: 'GET', url: '/customers/list' })
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/script-src 'self'(;|$)/)
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(headers['cache-control']).toBe('no-store')
})

test('health and readiness need no login', async () => {
  expect((await api.send({ method: 'GET', url: '/healthz' })).body).toEqual({ status: 'ok' })
  expect((await api.send({ method: 'GET', url: '/readyz' })).body).toMatchObject({ status: 'ready' })
})

test('a database that is gone makes the server not ready', async () => {
  const lost = await startApi()
  await lost.db.close()
  const answer = await lost.send({ method: 'GET', url: '/readyz' })
  await lost.app.close()
  expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
})
