import { afterAll, beforeAll, expect, it } from 'vitest'
import { bearerClient, clientOf, DEMO_PASSWORD, startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { publishBills } from '../support/bill-objects.ts'
import { inconsistencies } from '../support/consistency.ts'
import { createFuzzer, type ApiDocument, type FuzzedRequest, type Fuzzer } from '../support/openapi-fuzzer.ts'

/** FUZZ_SEED repeats a run, FUZZ_REQUESTS makes it longer. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000)
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000)
const AT_ONCE = 8
const TIMEOUT_MS = 60_000 + REQUESTS * 30

let api: ApiServer
let sales = ''

beforeAll(async () => {
  api = await startApi({ content: 'demo', settings: { LOG_LEVEL: 'silent' } })
  await publishBills(api)
  sales = await salesRep()
})
afterAll(() => api.stop())

// first, while what records are called tells them apart
it(
  `${REQUESTS} requests of a sales rep, many for what he may not see: nothing hidden is in any answer`,
  async () => {
    const hidden = await hiddenFrom(sales)
    expect(hidden.size).toBeGreaterThan(10)
    const look: Look = ({ status, text }, request) => {
      // a refusal may repeat what was sent, and each entry of a batch the id it is about
      const mayRepeat = (found: string) => status >= 400 || hidden.has(found)
      const leaked = leaksIn(text, hidden).filter((found) => !(mayRepeat(found) && request.includes(found)))
      expect(leaked, `${request}\n${text.slice(0, 2_000)}`).toEqual([])
    }
    await attack(sales, look, [...hidden.values()])
    expect(leaksIn(JSON.stringify({ id: hidden.keys().next().value }), hidden)).toHaveLength(1)
  },
  TIMEOUT_MS,
)

it(
  `${REQUESTS} requests made from the API document: every answer is of its kind, the data stays consistent`,
  async () => {
    const { token } = (await api.admin.post('/api/tokens', { name: 'fuzzer' })).body
    await attack(token, () => {})
  },
  TIMEOUT_MS,
)

type Look = (answer: Answer, request: string) => void

/** @param aims records that the requests are to name, too */
async function attack(token: string, look: Look, aims: readonly Hidden[] = []): Promise<void> {
  const client = bearerClient(api.send, token)
  const fuzzer = createFuzzer((await client.get('/api/openapi.json')).body as ApiDocument, SEED)
  for (const { id, object } of aims) fuzzer.learn(`/api/records/${object}`, { id })
  const statuses = await run(fuzzer, token, look)
  console.log(`seed ${SEED}: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`)
  expect([...statuses.keys()].filter((status) => status < 300).length).toBeGreaterThanOrEqual(2)
  expect((await api.send({ method: 'GET', url: '/readyz' })).status).toBe(200)
  expect(await inconsistencies(api.db, api.catalog()), `seed ${SEED}`).toEqual([])
}

/** Numbers of answers by status. */
async function run(fuzzer: Fuzzer, token: string, look: Look): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
    const requests = Array.from({ length: AT_ONCE }, () => fuzzer.next())
    const answers = await Promise.all(
      requests.map(({ options }) =>
        api.send({ ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } }),
      ),
    )
    // in the order of the requests, so that a seed gives the same run
    answers.forEach((answer, i) => {
      const { options, responses } = requests[i]!
      const { method, url, payload } = options
      const text = `seed ${SEED}: ${method} ${String(url)} ${String(payload).slice(0, 20_000)}`
      check(answer, responses, text)
      look(answer, text)
      fuzzer.learn(String(url), answer.body)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    })
  }
  return statuses
}

function check(answer: Answer, responses: FuzzedRequest['responses'], request: string): void {
  const { status, body, headers, text } = answer
  expect(status, `${request}\n${text.slice(0, 500)}`).toBeLessThan(500)
  if (status < 400) return checkSuccess(answer, responses, request)
  expect(headers['content-type'], request).toContain('application/problem+json')
  expect(body, request).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) })
  expect(text, request).not.toMatch(/\bat .*\.ts:\d+|select .* from |syntax error at/i)
}

/** What the document promises: this status, with content of this kind or none. */
function checkSuccess({ status, headers, text }: Answer, responses: FuzzedRequest['responses'], request: string): void {
  const promised = responses[String(status)]
  expect(promised, `${request}: ${status} is not documented`).toBeDefined()
  const types = Object.keys(promised?.content ?? {})
  if (types.length === 0) return expect(text, request).toBe('')
  expect(types, request).toContain(String(headers['content-type']).split(';')[0])
}

/** One of the people of the sample data, who sees some of it. */
async function salesRep(): Promise<string> {
  const { data } = (await api.admin.get('/api/users')).body as { data: { username: string; roles: string[] }[] }
  const rep = data.find(({ roles }) => roles.includes('sales_rep'))
  const client = await clientOf(api.send, rep?.username ?? '', DEMO_PASSWORD)
  return (await client.post('/api/tokens', { name: 'fuzzer' })).body.token
}

interface Hidden {
  id: string
  object: string
  /** what it is called, when nothing that is visible says so */
  label: string | null
}

/** The records that a caller cannot read, by id. */
async function hiddenFrom(token: string): Promise<Map<string, Hidden>> {
  const client = bearerClient(api.send, token)
  const hidden: Hidden[] = []
  let shown = ''
  for (const { name, table, managed, fields, nameField } of api.catalog().objects.values()) {
    if (managed) continue
    const label = fields.get(nameField)?.column ?? 'id'
    const { rows } = await api.db.query<{ id: string; label: string | null }>({
      text: `select id, "${label}"::text as label from "${table}"`,
    })
    const { ids, text } = await visibleTo(client, name)
    shown += text
    hidden.push(...rows.filter(({ id }) => !ids.has(id)).map((row) => ({ ...row, object: name })))
  }
  const own = hidden.map(({ label, ...record }) => {
    const isTelling = label !== null && label.length > 3 && !shown.includes(label)
    return [record.id, { ...record, label: isTelling ? label : null }] as const
  })
  return new Map(own)
}

async function visibleTo(client: ReturnType<typeof bearerClient>, object: string) {
  const ids = new Set<string>()
  const texts: string[] = []
  for (let after = ''; ;) {
    const { status, body, text } = await client.get(`/api/records/${object}?limit=500${after}`)
    if (status === 200) {
      for (const { id } of body.data) ids.add(id)
      texts.push(text)
    }
    if (status !== 200 || body.page.after === null) return { ids, text: texts.join('\n') }
    after = `&after=${encodeURIComponent(body.page.after)}`
  }
}

/** A record may refer to a hidden one: then it shows where, and not what it is. */
function leaksIn(text: string, hidden: ReadonlyMap<string, Hidden>): string[] {
  const rest = text.replaceAll(/"id" ?: ?"[\da-f-]{36}", ?"label" ?: ?null/g, '')
  const ids = [...rest.matchAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g)].map(([id]) => id)
  const labels = [...hidden.values()].flatMap(({ label }) => (label !== null && rest.includes(label) ? [label] : []))
  return [...ids.filter((id) => hidden.has(id)), ...labels]
}
