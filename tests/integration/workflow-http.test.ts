import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { startReceiver } from '../support/receiver.ts'
import type { Received, Reply } from '../support/receiver.ts'
import {
  flow,
  make,
  publishDocuments,
  publishFlow,
  read,
  runOf,
  settled,
  startWorkflows,
} from '../support/workflow-world.ts'

const SECRET = 'very-secret-password'
let api: ApiServer
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  receiver = await startReceiver(({ url, headers, body }, count): Reply => {
    if (url === '/api/busy') return count < 3 ? { status: 503 } : { body: '{"id":"late"}' }
    if (url === '/api/gone') return null
    if (url === '/api/slow') return { afterMs: 2_000 }
    if (url === '/api/elsewhere') return { status: 302, headers: { location: 'http://169.254.169.254/' } }
    if (url === '/api/echo') return { body: JSON.stringify({ said: headers.authorization, body }) }
    if (url === '/token') return { body: JSON.stringify({ access_token: `token-${count}`, expires_in: 3600 }) }
    if (url === '/api/guarded') return { status: headers.authorization === 'Bearer token-2' ? 200 : 401 }
    if (url === '/api/soap') return { headers: { 'content-type': 'text/xml' }, body: '<ok/>' }
    return { status: 201, body: JSON.stringify({ data: { id: 'E-1', url } }) }
  })
  api = await startWorkflows({ OUTGOING_PRIVATE_HOSTS: receiver.host })
  const connection = (name: string, auth: object, baseUrl = `${receiver.url}/api`) => ({
    kind: 'connection',
    definition: { name, baseUrl, auth, timeoutMs: 5_000 },
  })
  await publishDocuments(
    api,
    connection('erp', { type: 'basic', username: 'crm' }),
    connection('cloud', { type: 'oauth2', clientId: 'me', tokenUrl: `${receiver.url}/token` }),
    connection('inside', { type: 'none' }, 'https://127.0.0.1/api'),
  )
  for (const name of ['erp', 'cloud'])
    expect((await api.admin.put(`/api/connections/${name}/secrets`, { secret: SECRET })).status).toBe(204)
})
afterAll(async () => {
  await api.stop()
  await receiver.stop()
})

const at = (path: string): Received[] => receiver.received.filter(({ url }) => url.startsWith(path))

async function run(name: string, options: object, more: object = {}) {
  const nodes = { call: { step: 'http', options: { connection: 'erp', ...options }, ...more } }
  await publishFlow(api, flow(name, { trigger: { type: 'api' }, start: 'call', nodes }))
  const id = await make(api, 'ticket', { name: 'A & B/1', amount: 12 })
  await api.admin.post(`/api/workflows/${name}/run`, { id })
  const [found] = await settled(api, name)
  return { id, found, step: (await runOf(api, found.id)).data[0] }
}

it('calls a service and hands on what it takes of the answer (PLAT-49)', async () => {
  const nodes = {
    call: {
      step: 'http',
      options: {
        connection: 'erp',
        method: 'POST',
        path: '/orders/{name}',
        parameters: { name: 'name' },
        query: { dry: 'false' },
        headers: { 'X-Ticket': 'T {{ name }}' },
        values: { amount: 'amount', title: 'name' },
        take: { id: { pointer: '/data/id', type: 'text', required: true } },
      },
      next: 'write',
    },
    write: { step: 'update-record', options: { values: { note: 'steps.call.result.id' } } },
  }
  await publishFlow(api, flow('order', { trigger: { type: 'api' }, start: 'call', nodes }))
  const id = await make(api, 'ticket', { name: 'A & B/1', amount: 12 })
  await api.admin.post('/api/workflows/order/run', { id })
  const [found] = await settled(api, 'order')
  expect(found.error).toBeNull()
  expect((await read(api, 'ticket', id)).note).toBe('E-1')
  const [got] = at('/api/orders')
  expect(got).toMatchObject({ method: 'POST', url: '/api/orders/A%20%26%20B%2F1?dry=false' })
  expect(got!.headers['x-ticket']).toBe('T A & B/1')
  expect(got!.headers.authorization).toBe(`Basic ${Buffer.from(`crm:${SECRET}`).toString('base64')}`)
  expect(got!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}:call:$/)
  expect(JSON.parse(got!.body).title).toBe('A & B/1')
})

it('tries a busy service again with the same key, and logs each attempt', async () => {
  const { step } = await run('busy', { path: '/busy', take: { id: { pointer: '/id', type: 'text' } } })
  expect(step.output).toMatchObject({ status: 200, result: { id: 'late' }, attempts: 3 })
  expect(new Set(at('/api/busy').map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  const { body } = await api.admin.get('/api/connections/erp/calls?limit=3')
  expect(body.data.map(({ attempt, status }: { attempt: number; status: number }) => [attempt, status])).toEqual([
    [3, 200],
    [2, 503],
    [1, 503],
  ])
})

it('writes SOAP with everything escaped', async () => {
  const body = '<Envelope><Body><Name>{name}</Name></Body></Envelope>'
  await run('soap', { method: 'POST', path: '/soap', format: 'xml', body, parameters: { name: 'name' } })
  expect(at('/api/soap')[0]!.body).toBe('<Envelope><Body><Name>A &amp; B/1</Name></Body></Envelope>')
})

it('fails where a service hangs up, is slow, leads elsewhere or has no such part', async () => {
  const reasons: string[] = []
  const cases = [
    { path: '/gone', retries: 0 },
    { path: '/slow', retries: 0, timeoutMs: 200 },
    { path: '/elsewhere', retries: 0 },
    { path: '/plain', take: { no: { pointer: '/no', type: 'text', required: true } } },
  ]
  for (const [n, options] of cases.entries()) {
    const { step } = await run(`fails_${n}`, options)
    reasons.push(step.error.message.en)
  }
  expect(reasons[0]).toMatch(/hang up|ECONNRESET/)
  expect(reasons[1]).toMatch(/did not answer in time/)
  expect(reasons[2]).toMatch(/status 302/)
  expect(reasons[3]).toMatch(/“no” is missing/)
})

it('does not call into the own network', async () => {
  const { step } = await run('inside', { connection: 'inside', path: '/x' })
  expect(step.error).toMatchObject({ code: 'call_failed' })
  expect(step.error.message.en).toMatch(/private network/)
})

it('gets tokens by client credentials, and a new one where the old is refused', async () => {
  const { step } = await run('tokens', { connection: 'cloud', path: '/guarded' })
  expect(step.output.status).toBe(200)
  expect(at('/token')).toHaveLength(2)
  expect(at('/token')[0]!.body).toBe('grant_type=client_credentials')
})

it('shows its secrets nowhere: not in the log, the run, the list or the database', async () => {
  const { found } = await run('echo', { method: 'POST', path: '/echo', values: { mine: `'${SECRET}'` } })
  const log = await api.admin.get('/api/connections/erp/calls')
  const list = await api.admin.get('/api/connections')
  expect(list.body.data[1]).toMatchObject({ name: 'erp', secrets: ['secret'] })
  const { rows } = await api.db.query<{ all: string }>({
    text: `select (select string_agg(value::text, '') from fw_setting) || (select string_agg(fw_call::text, '') from fw_call) as all`,
  })
  const base64 = Buffer.from(`crm:${SECRET}`).toString('base64')
  expect(JSON.stringify(await runOf(api, found.id))).not.toContain(base64)
  for (const text of [log.text, list.text, rows[0]!.all]) {
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain(base64)
    expect(text).not.toContain('token-1')
  }
  expect(log.text).toContain('•••')
})

it('calls nobody in a trial', async () => {
  const before = receiver.received.length
  const nodes = { call: { step: 'http', options: { connection: 'erp', path: '/x' } } }
  const id = await make(api, 'ticket', { name: 'dry' })
  const workflow = flow('dry', { trigger: { type: 'api' }, start: 'call', nodes })
  const { body } = await api.admin.post('/api/workflows/dry/test-run', { id, workflow })
  expect([body.data[0].state, receiver.received.length]).toEqual(['done', before])
})

it('refuses connections that are incomplete, and steps that name none', async () => {
  const put = [
    { kind: 'connection', definition: { name: 'odd', baseUrl: 'https://x:99999/', auth: { type: 'oauth2' } } },
    {
      kind: 'workflow',
      definition: flow('odd', {
        trigger: { type: 'api' },
        start: 'a',
        nodes: { a: { step: 'http', options: { connection: 'no' } } },
      }),
    },
  ]
  const { status, body } = await api.admin.post('/api/metadata/publish', { put })
  expect(status).toBe(422)
  expect(body.problems.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
    '/auth/clientId',
    '/auth/tokenUrl',
    '/baseUrl',
    '/nodes/a/options/connection',
  ])
})
