import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

describe('metrics', () => {
  let api: ApiServer
  beforeAll(async () => {
    api = await startApi()
  })
  afterAll(() => api.stop())

  it('count requests by route, not by address, and tell the state of the pool', async () => {
    const { revision } = (await api.admin.get('/api/me')).body
    await api.admin.get('/api/records/department')
    await api.admin.get('/api/records/department/01934f5a-7c1e-7abc-8def-0123456789ab')
    const { status, text, headers } = await api.send({ method: 'GET', url: '/metrics' })
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/plain')
    const count = (route: string, code: number) =>
      text
        .split('\n')
        .find((line) =>
          line.startsWith(
            `fieldwork_http_request_duration_seconds_count{method="GET",route="${route}",status="${code}"}`,
          ),
        )
        ?.split(' ')
        .at(-1)
    expect(count('/api/records/:object', 200)).toBe('1')
    expect(count('/api/records/:object/:id', 404)).toBe('1')
    expect(text).not.toContain('01934f5a')
    expect(text).toContain(`fieldwork_catalog_revision ${revision}\n`)
    expect(text).toMatch(/fieldwork_database_connections\{state="total"\} [1-9]/)
    expect(text).toContain('process_resident_memory_bytes')
  })
})

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('metrics are no affair of strangers', () => {
  const scrape = { method: 'GET', url: '/metrics' } as const
  const away = { remoteAddress: '203.0.113.9' }

  it('answers this computer without a token, and neither others nor what a proxy passes on', async () => {
    const api = await startApi()
    expect((await api.send({ ...scrape, remoteAddress: '::ffff:127.0.0.1' })).status).toBe(200)
    expect((await api.send({ ...scrape, ...away })).body.code).toBe('forbidden')
    expect((await api.send({ ...scrape, headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(403)
    const reader = await api.as('reader', [])
    expect((await reader.get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
    expect((await api.admin.get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(200)
    await api.stop()
  })

  it('answers whoever shows the token that is set, and nobody without it', async () => {
    const api = await startApi({ settings: { METRICS_TOKEN: 'seen-by-prometheus-only' } })
    expect((await api.send({ ...scrape, ...away, ...bearer('seen-by-prometheus-only') })).status).toBe(200)
    expect((await api.send({ ...scrape, ...away, ...bearer('seen-by-prometheus') })).status).toBe(403)
    expect((await api.send(scrape)).status).toBe(403)
    await api.stop()
  })
})

describe('a limit of requests', () => {
  let api: ApiServer
  beforeAll(async () => {
    api = await startApi({ settings: { RATE_LIMIT: '20' } })
  })
  afterAll(() => api.stop())

  it('refuses a caller who asks too often, with the time to wait, and nobody else', async () => {
    const other = await api.as('calm', [])
    const answers = await Promise.all(Array.from({ length: 30 }, () => api.admin.get('/api/me')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(10)
    expect(refused[0]?.body.code).toBe('rate_limited')
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await other.get('/api/me')).status).toBe(200)
  })
})
