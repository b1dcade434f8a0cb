import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_PASSWORD, startApi, type ApiServer } from '../support/api-server.ts'
import { putObject, fieldOf } from '../support/plain-object.ts'

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const published = await api.admin.post('/api/metadata/publish', {
    put: [putObject('note', { about: fieldOf('long-text'), data: fieldOf('json') })],
  })
  expect(published.status, published.text).toBe(200)
})
afterAll(() => api.stop())

const get = (url: string, headers: Record<string, string> = {}) => api.send({ method: 'GET', url, headers })
const json = { 'content-type': 'application/json' }
const loginBody = { username: 'admin', password: ADMIN_PASSWORD }

test('answers with data are kept by nobody between', async () => {
  const { id } = (await api.admin.post('/api/records/note', { name: 'kept' })).body
  for (const url of ['/api/me', '/api/records/note', `/api/records/note/${id}`, '/api/users', '/api/openapi.json'])
    expect(String((await api.admin.get(url)).headers['cache-control']), url).toMatch(/private|no-store/)
  expect((await get('/api/me')).headers['cache-control']).toBe('no-store')
})

test('every answer says what it is, that nothing may guess, run or frame it', async () => {
  for (const url of ['/', '/api/records/note', '/api/nowhere', '/nowhere.js', '/api/docs', '/healthz', '/metrics']) {
    const { headers, text } = await get(url)
    expect(headers['x-content-type-options'], url).toBe('nosniff')
    expect(String(headers['content-security-policy']), url).toContain("frame-ancestors 'none'")
    expect(String(headers['referrer-policy']), url).toMatch(/^(same-origin|no-referrer)$/)
    if (text !== '') expect(String(headers['content-type']), url).toMatch(/charset=utf-8|problem\+json/)
  }
})

test('over HTTPS pages and answers say that only HTTPS is to be used', async () => {
  const secure = await startApi({ settings: { SECURE_COOKIES: '1' } })
  for (const url of ['/', '/api/records/note', '/api/nowhere']) {
    const { headers } = await secure.send({ method: 'GET', url })
    expect(String(headers['strict-transport-security']), url).toMatch(/max-age=\d{8}; includeSubDomains/)
  }
  await secure.stop()
  expect((await get('/')).headers['strict-transport-security']).toBeUndefined()
})

test('no header tells what the server is made of', async () => {
  for (const url of ['/', '/api/me', '/api/nowhere']) {
    const { headers } = await get(url)
    expect(headers['server'] ?? headers['x-powered-by'] ?? headers['via']).toBeUndefined()
  }
  expect((await get('/api/nowhere')).text).not.toMatch(/fastify|node|postgres/i)
})

test.each(['TRACE', 'CONNECT', 'PROPFIND', 'PUT', 'DELETE', 'PATCH'] as const)(
  'methods that nobody needs are refused: %s',
  async (method) => {
    const { status } = await api.send({ method: method as 'PUT', url: '/api/me', headers: json })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  },
)

test('an Origin opens nothing and is let in nowhere', async () => {
  for (const origin of ['https://evil.example', 'null', 'http://localhost:3000']) {
    const asked = await api.send({
      method: 'OPTIONS',
      url: '/api/records/note',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    const { headers, status } = await get('/api/me', { origin })
    expect(status).toBe(401)
    for (const each of [asked.headers, headers])
      expect(Object.keys(each).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test('headers of a proxy count only where one is trusted', async () => {
  await api.send({
    method: 'POST',
    url: '/api/auth/login',
    headers: { ...json, 'x-forwarded-for': '203.0.113.77', 'x-real-ip': '203.0.113.77', forwarded: 'for=203.0.113.77' },
    payload: loginBody,
  })
  const { rows } = await api.db.query<{ address: string }>({ text: 'select distinct address from fw_login' })
  expect(rows).toEqual([{ address: '127.0.0.1' }])
  for (const name of ['x-user', 'x-remote-user', 'x-forwarded-user', 'x-authenticated-user'])
    expect((await get('/api/me', { [name]: 'admin' })).status).toBe(401)
})

test.each([
  '/.git/config',
  '/.env',
  '/package.json',
  '/src/main.tsx',
  '/assets/',
  '/assets/../../package.json',
  '/..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/.data/postgres/PG_VERSION',
  '/files/aa/bb',
])('files of tools and folders are not served: %s', async (url) => {
  const { status, text } = await get(url)
  // what is no file is a page of the app
  if (status === 200) expect(text).toMatch(/^<!doctype html>/)
  expect(text).not.toMatch(/"workspaces"|root:|\[core\]|Index of/)
})

test('names of JavaScript’s own members are only names (prototype pollution)', async () => {
  const { id } = (await api.admin.post('/api/records/note', { name: 'plain' })).body
  const attacks = [
    '{"__proto__":{"administrator":true},"name":"x"}',
    '{"constructor":{"prototype":{"administrator":true}},"name":"x"}',
    '{"name":"x","data":{"__proto__":{"administrator":true}}}',
    '[{"__proto__":{"administrator":true}}]',
  ]
  const { token } = (await api.admin.post('/api/tokens', { name: 'x' })).body
  const headers = { 'content-type': 'application/merge-patch+json', authorization: `Bearer ${token}` }
  for (const payload of attacks) {
    const { status } = await api.send({ method: 'PATCH', url: `/api/records/note/${id}`, headers, payload })
    expect(status, payload).toBeLessThan(500)
    expect(({} as { administrator?: true }).administrator).toBeUndefined()
  }
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
    for (const url of [`/api/records/${name}`, `/api/records/note?fields=${name}`, `/api/records/note?sort=${name}`])
      expect((await api.admin.get(url)).status, url).toBeOneOf([400, 404])
})

test('text in names comes back as the text it was, in every form of answer', async () => {
  const name = `<script>alert(1)</script> ねこ O’Hara " ' & \u202e 🚀`
  const { id } = (await api.admin.post('/api/records/note', { name })).body
  expect((await api.admin.get(`/api/records/note/${id}`)).body.name).toBe(name)
  const line = (await api.admin.get('/api/records/note/export?format=ndjson')).text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as { name: string })
  expect(line.some((row) => row.name === name)).toBe(true)
  const { text, headers } = await get(`/api/${encodeURIComponent('<script>')}`, { 'accept-language': '<script>' })
  expect([text.includes('<script>') && /html/.test(String(headers['content-type'])), headers['content-type']]).toEqual([
    false,
    'application/problem+json; charset=utf-8',
  ])
})

test('a text that is slow to match anywhere is answered in time (ReDoS)', async () => {
  const long = 'a'.repeat(30_000)
  const start = performance.now()
  for (const text of [long + '!', `${long}@`, ' '.repeat(30_000) + 'x', '<'.repeat(30_000), '1,'.repeat(15_000)]) {
    await api.admin.post('/api/records/note', { name: text, about: text })
    await api.admin.get(`/api/records/note?q=${encodeURIComponent(text.slice(0, 3000))}`)
    await api.send({ method: 'POST', url: '/api/auth/login', payload: { username: text, password: text } })
    await api.send({ method: 'GET', url: '/api/me', headers: { 'accept-language': text.slice(0, 8000) } })
  }
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('the log of the server holds no passwords, tokens or values', async () => {
  const lines: string[] = []
  const { log } = api.app
  const kept = { error: log.error, warn: log.warn, info: log.info }
  const catching = (...parts: unknown[]): void => void lines.push(JSON.stringify(parts))
  Object.assign(log, { error: catching, warn: catching, info: catching })
  try {
    await api.send({
      method: 'POST',
      url: '/api/auth/login',
      payload: { username: 'admin', password: 'typed in error' },
    })
    await get('/api/me', { authorization: 'Bearer fw_not_a_token' })
    await api.admin.post('/api/records/note', { name: 'secret of a record', wrong: 1 })
    // what is noted with every detail there is: an error nobody expected
    await api.db.query({ text: 'alter table fw_metadata_history rename to away' })
    const { token } = (await api.admin.post('/api/tokens', { name: 'x' })).body
    expect((await get('/api/metadata/revisions', { authorization: `Bearer ${token}` })).status).toBe(500)
    expect(lines.join('\n')).not.toContain(token)
  } finally {
    Object.assign(log, kept)
    await api.db.query({ text: 'alter table if exists away rename to fw_metadata_history' })
  }
  expect(lines.join('\n')).toContain('internal error')
  expect(lines.join('\n')).not.toMatch(/typed in error|fw_not_a_token|secret of a record/)
})
