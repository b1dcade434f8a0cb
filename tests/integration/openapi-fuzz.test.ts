import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { createFuzzer, type ApiDocument, type Fuzzer } from '../support/openapi-fuzzer.ts'

/** FUZZ_SEED repeats a run, FUZZ_REQUESTS makes it longer. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000)
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000)
const AT_ONCE = 8

let api: ApiServer
let token = ''

beforeAll(async () => {
  api = await startApi({ demo: true, settings: { LOG_LEVEL: 'silent' } })
  token = (await api.admin.post('/api/tokens', { name: 'fuzzer' })).body.token
})
afterAll(() => api.stop())

it(`${REQUESTS} requests made from the API document: every answer is of its kind, the data stays consistent`, async () => {
  const document = (await api.admin.get('/api/openapi.json')).body as ApiDocument
  const fuzzer = createFuzzer(document, SEED)
  const statuses = await run(fuzzer)
  console.log(`seed ${SEED}: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`)
  expect([...statuses.keys()].filter((status) => status < 300).length).toBeGreaterThanOrEqual(3)
  expect((await api.send({ method: 'GET', url: '/readyz' })).status).toBe(200)
  expect(await inconsistencies(api.db, api.catalog()), `seed ${SEED}`).toEqual([])
}, 300_000)

/** Numbers of answers by status. */
async function run(fuzzer: Fuzzer): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
    const requests = Array.from({ length: AT_ONCE }, () => fuzzer.next())
    const answers = await Promise.all(
      requests.map((request) =>
        api.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
      ),
    )
    // in the order of the requests, so that a seed gives the same run
    answers.forEach((answer, i) => {
      const { url, method, payload } = requests[i]!
      check(answer, `seed ${SEED}: ${method} ${String(url)} ${String(payload).slice(0, 2_000)}`)
      fuzzer.learn(String(url), answer.body)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    })
  }
  return statuses
}

function check({ status, body, headers, text }: Answer, request: string): void {
  expect(status, `${request}\n${text.slice(0, 500)}`).toBeLessThan(500)
  if (status < 400) return
  expect(headers['content-type'], request).toContain('application/problem+json')
  expect(body, request).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) })
  expect(text, request).not.toMatch(/\bat .*\.ts:\d+|select .* from |syntax error at/i)
}
