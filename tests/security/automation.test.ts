import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/api-server.ts'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'
import { everythingStored, expectProblem, get, launch, patch, post, put, remove } from '../support/attacks.ts'
import type { AttackRow } from '../support/attacks.ts'
import { publishFlow } from '../support/workflow-world.ts'

const nowhere = '01900000-0000-7000-8000-000000000000'

let world: ApprovalWorld
let token = ''
/** submitted by the worker, asked of the boss: nobody else sees anything of it */
let hidden = ''
let task = ''
let approval = ''
let notification = ''

beforeAll(async () => {
  world = await startApprovalWorld()
  const { admin } = world.api
  await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }))
  await publishFlow(world.api, {
    name: 'push',
    object: 'request',
    trigger: { type: 'manual' },
    start: 'wait',
    nodes: { wait: { step: 'wait', options: { days: 1 } } },
  } as never)
  hidden = await world.request({ name: 'secret paper' })
  expect((await world.submit(hidden)).status).toBeLessThan(300)
  task = await world.task('boss', hidden)
  approval = (await world.approval(hidden)).id
  token = (await admin.post('/api/tokens', { name: 'attacker' })).body.token
  const { rows } = await world.api.db.query<{ id: string }>({ text: 'select id from fw_notification limit 1' })
  notification = rows[0]!.id
})
afterAll(() => world.stop())

const runs = '/api/workflows/runs'
const ofTask = (what: string, id = nowhere): string => `/api/approvals/tasks/${id}/${what}`
const deadlines = '/api/metadata/deadlines/preview'
const later = '2199-01-01T00:00:00Z'

const attacks: AttackRow[] = [
  ['a run of no workflow', post('/api/workflows/nope/run', { id: nowhere }), 404, 'not_found'],
  ['a run of a workflow called __proto__', post('/api/workflows/__proto__/run', {}), 404, 'not_found'],
  ['a run without its record', post('/api/workflows/push/run', {}), 422, 'validation_failed', ['/id']],
  ['a run of a record that is not there', post('/api/workflows/push/run', { id: nowhere }), 404, 'not_found'],
  ['a run of a record that is no id', post('/api/workflows/push/run', { id: '1; drop table fw_run' }), [400, 404, 422]],
  ['a run with an unknown variable', post('/api/workflows/push/run', { id: nowhere, vars: { x: 1 } }), 422],
  ['a run with variables that are a list', post('/api/workflows/push/run', { id: nowhere, vars: [1] }), [400, 422]],
  ['a run with more than it takes', post('/api/workflows/push/run', { id: nowhere, actor: nowhere }), [400, 422]],
  ['a run that is no id', get(`${runs}/x`), [400, 404]],
  ['a run that is not there', get(`${runs}/${nowhere}`), 404, 'not_found'],
  ['a run that is not there cancelled', post(`${runs}/${nowhere}/cancel`), 404, 'not_found'],
  ['a run that is not there retried', post(`${runs}/${nowhere}/retry`), 404, 'not_found'],
  ['runs in no state', get(`${runs}?state=asleep`), 400],
  ['runs by the million', get(`${runs}?limit=1000000`), 400],
  ['runs after nothing', get(`${runs}?after=x`), [400, 404]],
  ['runs by an unknown parameter', get(`${runs}?where=1`), 400],
  ['a trial of no workflow', post('/api/workflows/nope/test-run', {}), 404, 'not_found'],
  [
    'a trial of a workflow that is none',
    post('/api/workflows/nope/test-run', { id: null, workflow: { name: 5, nodes: [], trigger: 'x' } }),
    [400, 422],
  ],
  ['workflows of no object', get(`/api/records/nope/${nowhere}/workflows`), 404],
  ['workflows of no record', get(`/api/records/request/${nowhere}/workflows`), 404],
  ['automation of no record', get(`/api/records/request/${nowhere}/automation`), 404],
  ['automation of what is no id', get('/api/records/request/x/automation'), [400, 404]],

  ['an approval of nothing', post('/api/approvals', {}), [400, 422]],
  ['an approval of no object', post('/api/approvals', { object: 'nope', id: nowhere }), 404],
  ['an approval of no record', post('/api/approvals', { object: 'request', id: nowhere }), 404],
  ['an approval of a record that is a list', post('/api/approvals', { object: 'request', id: [nowhere] }), [400, 422]],
  ['a second approval of a record', () => post('/api/approvals', { object: 'request', id: hidden })(), [409, 423]],
  ['approvals of no record', get(`/api/approvals?object=request&id=${nowhere}`), 404],
  ['approvals of an object alone', get('/api/approvals?object=request'), 400],
  ['an approval that is not there', get(`/api/approvals/${nowhere}`), 404],
  ['an approval that is no id', get('/api/approvals/x'), [400, 404]],
  ['a task that is not there approved', post(ofTask('approve'), { comment: 'x' }), 404],
  ['a task that is no id approved', post(ofTask('approve', 'x'), { comment: 'x' }), [400, 404]],
  ['a task of somebody else approved', () => post(ofTask('approve', task), { comment: 'x' })(), 403],
  ['a comment that is an object', () => post(ofTask('approve', task), { comment: { $ne: 1 } })(), [400, 422]],
  ['a task handed to nobody', () => post(ofTask('transfer', task), { user: nowhere })(), [403, 404, 422]],
  ['tasks in no state', get('/api/approvals/tasks?state=asleep'), 400],
  ['tasks by the million', get('/api/approvals/tasks?limit=1000000'), 400],
  ['bulk of nothing', post('/api/approvals/tasks/bulk', {}), [400, 422]],
  ['bulk that is no list', post('/api/approvals/tasks/bulk', { tasks: 'all', action: 'approve' }), [400, 422]],
  ['a recall of what is not there', post(`/api/approvals/${nowhere}/recall`, {}), 404],
  ['a link that nobody made', get('/api/approvals/links/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), [401, 404, 410]],
  ['a link of 5,000 characters', get(`/api/approvals/links/${'A'.repeat(5_000)}`), [400, 401, 404, 414]],

  ['deadlines in no state', get('/api/deadlines?state=asleep'), 400],
  ['deadlines by an unknown parameter', get('/api/deadlines?where=1'), 400],
  ['deadlines of no record', get(`/api/records/request/${nowhere}/deadlines`), 404],
  ['a preview of no deadline', post(deadlines, {}), [400, 422]],
  ['a preview of what is no deadline', post(deadlines, { deadline: { name: [] } }), [400, 422]],

  ['a message that is not there', patch(`/api/notifications/${nowhere}`, { read: true }), 404],
  ['a message that is no id', patch('/api/notifications/x', { read: true }), [400, 404]],
  ['a message of somebody else', () => patch(`/api/notifications/${notification}`, { read: true })(), 404],
  [
    'a message put off to no time',
    () => patch(`/api/notifications/${notification}`, { snoozed_until: 'x' })(),
    [400, 404, 422],
  ],
  ['messages by the million', get('/api/notifications?limit=1000000'), 400],
  ['news of what is no record', get('/api/events?watch=x'), 400],
  ['news of an unknown parameter', get('/api/events?sql=1'), 400],

  ['a channel called __proto__', put('/api/channels/__proto__', { type: 'mail' }), [400, 404, 422]],
  ['a channel called app', put('/api/channels/app', { type: 'mail' }), 400],
  ['a channel of no kind', put('/api/channels/x', { type: 'pigeon' }), [400, 404, 422]],
  ['a channel of the kind constructor', put('/api/channels/x', { type: 'constructor' }), [400, 404, 422]],
  [
    'a channel with unknown settings',
    put('/api/channels/x', { type: 'sms', settings: { url: 'file:///' } }),
    [400, 422],
  ],
  ['a channel with words of a list', put('/api/channels/x', { type: 'mail', label: { en: ['x'] } }), [400, 422]],
  ['a channel that is not there tried', post('/api/channels/nope/test'), 404],
  ['a channel that is not there removed', remove('/api/channels/nope'), 404],
  ['a delivery that is not there sent again', post(`/api/deliveries/${nowhere}/retry`), 404],
  ['a delivery that is no id sent again', post('/api/deliveries/x/retry'), [400, 404]],
  ['deliveries in no state', get('/api/deliveries?state=asleep'), 400],
  ['deliveries by the million', get('/api/deliveries?limit=1000000'), 400],
  ['deliveries of a run that is no id', get("/api/deliveries?run=' or 1=1 --"), [400, 404]],
  ['a call of no hook', post('/api/hooks/nope', {}), 401],
  ['a call of a hook called __proto__', post('/api/hooks/__proto__', {}), 401],
  ['a call of a workflow that is no hook', post('/api/hooks/push', {}), 401],
  ['secrets of no hook', put('/api/hooks/nope/secrets', { secret: 'x'.repeat(32) }), 404],
  ['calls of no hook', get('/api/hooks/nope/calls'), 404],
  ['a reminder of no object', post('/api/reminders', { object: '__proto__', id: nowhere, at: later }), 404],
  ['a reminder of no record', post('/api/reminders', { object: 'request', id: nowhere, at: later }), 404],
  [
    'a reminder by what is no column',
    () => post('/api/reminders', { object: 'request', id: hidden, field: '"name" --' })(),
    [400, 404],
  ],
  ['a reminder that is not there', remove(`/api/reminders/${nowhere}`), 404],

  ['secrets of no connection', put('/api/connections/nope/secrets', { secret: 'x' }), 404],
  ['secrets of __proto__', put('/api/connections/__proto__/secrets', { secret: 'x' }), 404],
  ['calls of no connection', get('/api/connections/nope/calls'), 404],
  ['a dead job that is not there', post('/api/jobs/1/retry'), 404],
  ['a dead job that is no number', post('/api/jobs/x/retry'), [400, 404]],
  ['a dead job with a long number', post(`/api/jobs/${'9'.repeat(40)}/discard`), [400, 404]],
  ['a dead row that is not there', post('/api/jobs/outbox-1/discard'), 404],
  ['dead jobs by the million', get('/api/jobs/dead?limit=1000000'), 400],
  ['a plugin that is not there', post('/api/plugins/nope/enable'), 404],
  ['settings of a plugin that is not there', put('/api/plugins/nope/settings', {}), 404],
  ['a year of no calendar', put('/api/metadata/calendars/nope/years/2027', { days: [] }), 404],
  ['a year that is none', put('/api/metadata/calendars/china/years/x', { days: [] }), [400, 404, 422]],
  [
    'a year with a day of another',
    put('/api/metadata/calendars/china/years/2027', { days: [{ date: '2026-01-01', working: true }] }),
    [400, 422],
  ],
]

describe('calls of what works by itself, by an administrator with ill will', () => {
  it.each(attacks)('%s', async (...row) => {
    const before = await everythingStored(world.api)
    expectProblem(await launch(world.api, token, row[1], 'zh-CN'), row)
    expect(await everythingStored(world.api)).toBe(before)
  })
})

type Ask = (who: Client) => Promise<Answer>

const invisible: [name: string, ask: Ask][] = [
  ['an approval', (who) => who.get(`/api/approvals/${approval}`)],
  ['the approvals of a record', (who) => who.get(`/api/approvals?object=request&id=${hidden}`)],
  ['a comment on an approval', (who) => who.post(`/api/approvals/${approval}/comments`, { comment: 'x' })],
  ['the recall of an approval', (who) => who.post(`/api/approvals/${approval}/recall`, {})],
  ['a submission', (who) => who.post('/api/approvals', { object: 'request', id: hidden })],
  ...['approve', 'reject', 'return'].map((what): [string, Ask] => [
    `${what} of a task`,
    (who) => who.post(ofTask(what, task), { comment: 'x' }),
  ]),
  ['the transfer of a task', (who) => who.post(ofTask('transfer', task), { user: world.ids.director, comment: 'x' })],
  ['the buttons of a record', (who) => who.get(`/api/records/request/${hidden}/workflows`)],
  ['what was done with a record', (who) => who.get(`/api/records/request/${hidden}/automation`)],
  ['the deadlines of a record', (who) => who.get(`/api/records/request/${hidden}/deadlines`)],
  ['a run on a record', (who) => who.post('/api/workflows/push/run', { id: hidden })],
  ['a reminder', (who) => who.post('/api/reminders', { object: 'request', id: hidden, at: later })],
  ['what has become of a message', (who) => who.get(`/api/notifications/${notification}/deliveries`)],
  ['a message', (who) => who.patch(`/api/notifications/${notification}`, { read: true })],
]

describe('what one may not see', () => {
  it.each(invisible)('is not there: %s', async (_, ask) => {
    const before = await everythingStored(world.api)
    const { status, text, headers } = await ask(world.as('other'))
    expect([status, headers['content-type']], text).toEqual([404, 'application/problem+json; charset=utf-8'])
    expect(text).not.toMatch(/secret paper|boss|worker/)
    expect(await everythingStored(world.api)).toBe(before)
  })

  it('is not in lists and counts', async () => {
    for (const url of [
      '/api/approvals/tasks?state=pending',
      '/api/deadlines',
      '/api/notifications',
      '/api/reminders',
    ]) {
      const { status, text } = await world.as('other').get(url)
      expect([status, text.includes('secret paper')], url).toEqual([200, false])
    }
    expect((await world.as('other').get('/api/approvals/counts')).text).not.toMatch(/[1-9]/)
  })
})

const family =
  /^\/api\/(workflows|approvals|jobs|notifications|connections|deadlines|plugins|hooks|channels|deliveries|reminders|calendars|events|metadata\/(calendars|deadlines))|\/(workflows|automation|deadlines)$/
const names = [
  'x',
  "' or 1=1 --",
  nowhere,
  '__proto__',
  '%00',
  '..%2f..%2fetc',
  'a'.repeat(3_000),
  '🚀',
  '-1',
  '%e0%a4',
]
const bodies = [
  'null',
  '[]',
  '"x"',
  '5',
  '{}',
  '{"__proto__":{"a":1}}',
  '{"id":{}}',
  '{"comment":"a\\u0000b"}',
  '{"limit":1e999}',
  '{"tasks":[{}]}',
  '{"user":[]}',
  '{',
]
const queries = ['', '?limit=-1', '?after=%00', '?state[]=x', '?object=x&id=x', '?state=%27', '?watch=x']

describe('every route of the family', () => {
  it('answers anything with a problem, never with an error of its own', async () => {
    const routes = world.api.routes.filter(
      ({ method, url }) => family.test(url) && method !== 'HEAD' && method !== 'OPTIONS',
    )
    expect(routes.length).toBeGreaterThan(40)
    const wrong: string[] = []
    let sent = 0
    for (const { method, url } of routes) {
      const isEvents = url === '/api/events'
      for (const name of url.includes(':') ? names : ['x']) {
        const address = url.replace(/:\w+/g, name)
        const tries =
          method === 'GET'
            ? (isEvents ? ['?watch=x', '?limit=-1'] : queries).map((query) => ({ url: address + query }))
            : bodies.map((payload) => ({ url: address, payload }))
        for (const one of tries) {
          const headers = {
            authorization: `Bearer ${token}`,
            ...('payload' in one && { 'content-type': 'application/json' }),
          }
          const { status, text, headers: got } = await world.api.send({ method: method as 'GET', headers, ...one })
          sent += 1
          const isProblem = status < 400 || String(got['content-type']).startsWith('application/problem+json')
          const leaks = /\n\s+at |node_modules|select .* from |syntax error at/i.test(text) && status >= 400
          if (status >= 500 || !isProblem || leaks)
            wrong.push(
              `${method} ${one.url.slice(0, 100)} ${'payload' in one ? one.payload : ''}: ${status} ${text.slice(0, 200)}`,
            )
        }
      }
    }
    expect(wrong).toEqual([])
    expect(sent).toBeGreaterThan(1_000)
  }, 120_000)

  it('tells nothing to who has not logged in', async () => {
    const open = ['/api/approvals/links/:token']
    for (const { method, url } of world.api.routes.filter((route) => family.test(route.url))) {
      if (open.includes(url) || url.startsWith('/api/hooks') || method === 'HEAD' || method === 'OPTIONS') continue
      const { status } = await world.api.send({ method: method as 'GET', url: url.replace(/:\w+/g, nowhere) })
      expect([method, url, status]).toEqual([method, url, 401])
    }
  })
})
