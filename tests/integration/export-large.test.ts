import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const rows = 200_000
const bytesPerMb = 1 << 20
/** far less than any of the files */
const mostMb = 40

const field = (type: string) => ({ 'x-field': { type, label: label(type) } })
const parcel = {
  name: 'parcel',
  'x-object': { label: label('Parcel', '包裹'), nameField: 'title' },
  properties: { title: field('text'), words: field('long-text'), weight: field('decimal') },
}

let api: ApiServer
let address: string
let authorization: string

beforeAll(async () => {
  api = await startApi({ settings: { EXPORT_ROWS: '0' } })
  expect(
    (await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: parcel }] })).status,
  ).toBe(200)
  await api.db.query({
    text: `insert into parcel (id, version, created_at, updated_at, title, words, weight)
      select gen_random_uuid(), 1, now() - n * interval '1 s', now(), 'parcel ' || n, repeat(md5(n::text), 16), n / 10.0
      from generate_series(1, $1) n`,
    values: [rows],
  })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
  const token = await api.admin.post('/api/tokens', { name: 'export' })
  authorization = `Bearer ${token.body.token}`
}, 120_000)
afterAll(() => {
  // the client keeps its connections
  api.app.server.closeAllConnections()
  return api.stop()
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is in use, without what only waits to be collected. */
function used(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / bytesPerMb
}

test.each(['csv', 'ndjson'] as const)(
  '200,000 rows leave as %s in memory that does not grow with them',
  async (format) => {
    const before = used()
    let most = 0
    let bytes = 0
    let lines = 0
    let measured = 10 * bytesPerMb
    const response = await fetch(`${address}/api/records/parcel/export?format=${format}`, {
      headers: { authorization },
    })
    expect(response.headers.get('x-row-count')).toBe(String(rows))
    for await (const piece of response.body!) {
      bytes += piece.byteLength
      for (const byte of piece) if (byte === 10) lines++
      if (bytes < measured) continue
      measured += 10 * bytesPerMb
      most = Math.max(most, used() - before)
    }
    expect(lines).toBe(rows + (format === 'csv' ? 1 : 0))
    expect(bytes / bytesPerMb).toBeGreaterThan(mostMb * 2.5)
    expect(most).toBeLessThan(mostMb)
  },
  120_000,
)

const inUse = () => api.db.pool.totalCount - api.db.pool.idleCount
const told = async () => (await api.admin.get('/api/operation-log?action=export&outcome=cancelled')).body.data
const open = () => fetch(`${address}/api/records/parcel/export`, { headers: { authorization } })

test('an export that is broken off gives its connection back and is told', async () => {
  const stop = new AbortController()
  const options = { headers: { authorization }, signal: stop.signal }
  const response = await fetch(`${address}/api/records/parcel/export?format=ndjson`, options)
  await response.body!.getReader().read()
  stop.abort()
  await expect.poll(inUse, { timeout: 20_000 }).toBe(0)
  await expect.poll(async () => (await told()).length, { timeout: 20_000 }).toBe(1)
  expect((await told())[0].rows).toBeLessThan(rows)
})

test('only so many exports of one person go on at once', async () => {
  const first = [await open(), await open()]
  expect(first.map(({ status }) => status)).toEqual([200, 200])
  const third = await open()
  expect(third.status).toBe(429)
  expect(await third.json()).toMatchObject({ code: 'rate_limited' })
  for (const response of first) await response.body!.cancel()
  const begins = async (): Promise<number> => {
    const again = await open()
    await again.body!.cancel()
    return again.status
  }
  await expect.poll(begins, { timeout: 20_000 }).toBe(200)
  await expect.poll(inUse, { timeout: 5_000 }).toBe(0)
})
