import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishFlow, runOf, settled, startWorkflows } from '../support/workflow-world.ts'

const SECRET = 'secret-of-the-partner'
const payload = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', maxLength: 20 }, amount: { type: 'number' } },
}
const nodes = { it: { step: 'create-record', options: { object: 'todo', values: { name: 'vars.name' } } } }
const vars = { name: { type: 'text' }, payload: { type: 'any' } }
const hook = (name: string, trigger: object) => ({ name, trigger, vars, start: 'it', nodes })
let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
  await publishFlow(
    api,
    hook('orders', { type: 'hook', payload }),
    hook('tokens', { type: 'hook', auth: 'bearer' }),
    hook('bare', { type: 'hook' }),
    hook('button', { type: 'api' }),
    flow('tickets', {
      trigger: { type: 'hook', auth: 'bearer', record: '/data/id' },
      start: 'it',
      nodes: { it: { step: 'update-record', options: { values: { note: "'called'" } } } },
    }),
  )
  for (const name of ['orders', 'tokens', 'tickets'])
    expect((await api.admin.put(`/api/hooks/${name}/secrets`, { secret: SECRET })).status).toBe(204)
})
afterAll(() => api.stop())

const seconds = (ago = 0) => String(Math.floor(Date.now() / 1000) - ago)

function signed(body: string, { id = 'm1', secret = SECRET, at = seconds() } = {}): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` }
}

const call = (name: string, body: string, headers: Record<string, string>) =>
  api.send({
    method: 'POST',
    url: `/api/hooks/${name}`,
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    payload: body,
  })
const bearer = (token: string, more: object = {}) => ({ authorization: `Bearer ${token}`, ...more })

describe('another system starts a workflow (PLAT-43)', () => {
  it('by a signed call, once for each message', async () => {
    const body = '{"name":"Order 1","amount":3}'
    const first = await call('orders', body, signed(body))
    expect([first.status, first.body.repeated]).toEqual([202, false])
    const again = await call('orders', body, signed(body))
    expect([again.status, again.body]).toEqual([202, { run: first.body.run, repeated: true }])
    const [found] = await settled(api, 'orders')
    expect([found.id, found.state]).toEqual([first.body.run, 'done'])
    expect((await runOf(api, found.id)).vars).toEqual({ name: 'Order 1', payload: { name: 'Order 1', amount: 3 } })
    const { data } = (await api.admin.get('/api/records/todo')).body
    expect(data.map(({ name }: { name: string }) => name)).toEqual(['Order 1'])
  })

  it('by a bearer token, with an idempotency key or without', async () => {
    const one = await call('tokens', '{"name":"A"}', bearer(SECRET, { 'idempotency-key': 'k' }))
    const same = await call('tokens', '{"name":"A"}', bearer(SECRET, { 'idempotency-key': 'k' }))
    const other = await call('tokens', '{"name":"A"}', bearer(SECRET))
    expect([one.status, same.body.run === one.body.run, other.body.run === one.body.run]).toEqual([202, true, false])
    await settled(api, 'tokens', { runs: 2 })
  })

  it('about a record that the body names', async () => {
    const id = await make(api, 'ticket', { name: 'T' })
    const gone = '00000000-0000-4000-8000-000000000000'
    expect((await call('tickets', JSON.stringify({ data: { id } }), bearer(SECRET))).status).toBe(202)
    await settled(api, 'tickets')
    expect((await api.admin.get(`/api/records/ticket/${id}`)).body.note).toBe('called')
    for (const wrong of [gone, 'x', null, 1]) {
      const answer = await call('tickets', JSON.stringify({ data: { id: wrong } }), bearer(SECRET))
      expect([answer.status, answer.body.problems[0].pointer]).toEqual([422, '/data/id'])
    }
  })
})

describe('a call that is not taken', () => {
  it('gets the same answer, whatever is wrong with who calls', async () => {
    const body = '{"name":"X"}'
    const cases: [string, Record<string, string>][] = [
      ['orders', {}],
      ['orders', signed(body, { secret: 'another' })],
      ['orders', { ...signed(body), 'webhook-signature': 'v1,AAAA' }],
      ['orders', signed('{"name":"Y"}')],
      ['orders', signed(body, { at: seconds(400) })],
      ['orders', signed(body, { at: seconds(-400) })],
      ['orders', bearer(SECRET)],
      ['tokens', bearer('wrong-secret-of-them')],
      ['tokens', signed(body)],
      ['bare', signed(body)],
      ['button', signed(body)],
      ['nothing', signed(body)],
    ]
    const answers = []
    for (const [name, headers] of cases) {
      const { status, body: said } = await call(name, body, headers)
      answers.push(JSON.stringify([status, said.code, said.detail]))
    }
    expect(new Set(answers)).toEqual(new Set([answers[0]]))
    expect(answers[0]).toContain('[401,')
    const { data } = (await api.admin.get('/api/hooks/orders/calls')).body
    expect(data.slice(0, 6).map(({ reason }: { reason: string }) => reason)).toEqual([
      'unsigned',
      'too_old',
      'too_old',
      'wrong',
      'wrong',
      'wrong',
    ])
  })

  it('is told everything that is wrong with what it carries', async () => {
    const wrong = '{"name":"much longer than it may be","amount":"3"}'
    const { status, body } = await call('orders', wrong, signed(wrong, { id: 'w1' }))
    expect([status, body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()]).toEqual([
      422,
      ['/amount', '/name'],
    ])
    for (const [text, expected] of [
      ['[]', 400],
      ['{', 400],
      [`{"name":"${'x'.repeat(300_000)}"}`, 413],
    ] as const)
      expect((await call('orders', text, signed(text, { id: 'w2' }))).status).toBe(expected)
    const plain = await call('orders', 'a=1', { ...signed('a=1'), 'content-type': 'application/x-www-form-urlencoded' })
    expect(plain.status).toBe(415)
  })

  it('is not taken any more once too many have come', async () => {
    const results = await Promise.all(
      Array.from({ length: 610 }, () => api.send({ method: 'POST', url: '/api/hooks/flood', payload: {} })),
    )
    const statuses = results.map(({ status }) => status)
    expect([statuses.includes(429), statuses.every((status) => status === 401 || status === 429)]).toEqual([true, true])
  })
})

it('shows neither secrets nor what calls carried', async () => {
  const { text, body } = await api.admin.get('/api/hooks')
  expect(text).not.toContain(SECRET)
  const names = body.data.map(({ name, auth, secrets }: { name: string; auth: string; secrets: string[] }) => [
    name,
    auth,
    secrets.length,
  ])
  expect(names.sort()).toEqual([
    ['bare', 'signature', 0],
    ['orders', 'signature', 1],
    ['tickets', 'bearer', 1],
    ['tokens', 'bearer', 1],
  ])
  const { rows } = await api.db.query<{ all: string }>({
    text: "select (select string_agg(value::text, '') from fw_setting) || (select string_agg(c::text, '') from fw_hook_call c) as all",
  })
  expect(rows[0]!.all).not.toContain(SECRET)
  expect((await api.admin.put('/api/hooks/bare/secrets', { secret: 'short' })).status).toBe(422)
  expect((await api.admin.put('/api/hooks/nothing/secrets', { secret: SECRET })).status).toBe(404)
  const someone = await api.as('someone', [])
  expect((await someone.get('/api/hooks')).status).toBe(403)
})

it('refuses a payload schema that is none when it is published', async () => {
  const definition = { name: 'wrong', trigger: { type: 'hook', payload: { type: 'nonsense' } }, start: 'it', nodes }
  const { status, body } = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
  expect([status, body.problems[0].pointer]).toEqual([422, '/trigger/payload'])
})

it('runs as the system: there is no user who has called', async () => {
  const definition = { ...hook('as_nobody', { type: 'hook' }), runAs: 'trigger-user', label: { en: 'a', 'zh-CN': 'a' } }
  const answer = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
  expect([answer.status, answer.body.problems?.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
    422,
    ['/runAs'],
  ])
})
