import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { notify } from '@fieldwork/automation'
import { sessionHeaders } from '../support/api-server.ts'
import type { Answer, ApiServer, Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'
import { listenTo } from '../support/event-reader.ts'
import type { EventReader } from '../support/event-reader.ts'
import { flow, make, publishDocuments, publishFlow, settled, startWorkflows } from '../support/workflow-world.ts'

const SECRET = 'secret of the other system, long enough'
const nowhere = '01900000-0000-7000-8000-000000000000'
const grants = { ticket: { operations: ['read', 'update'], scope: 'all' } }

let api: ApiServer
let ticket = ''
let watcher: Client
const readers: EventReader[] = []

beforeAll(async () => {
  api = await startWorkflows()
  await publishDocuments(api, { kind: 'role', definition: { name: 'watcher', label: label('Watcher'), grants } })
  const nodes = { note: { step: 'update-record', options: { values: { count: 'vars.n', note: 'vars.words' } } } }
  const vars = { n: { type: 'integer' }, words: { type: 'text' } }
  await publishFlow(
    api,
    flow('signed', { trigger: { type: 'hook', record: '/id' }, vars, start: 'note', nodes }),
    flow('silent', { trigger: { type: 'hook', record: '/id' }, vars, start: 'note', nodes }),
    flow('bearing', { trigger: { type: 'hook', auth: 'bearer', record: '/id' }, vars, start: 'note', nodes }),
  )
  for (const name of ['signed', 'bearing'])
    expect((await api.admin.put(`/api/hooks/${name}/secrets`, { secret: SECRET })).status).toBe(204)
  ticket = await make(api, 'ticket', { name: 'one' })
  watcher = await api.as('watcher', ['watcher'])
  await api.app.listen({ port: 0 })
}, 60_000)
afterAll(async () => {
  for (const reader of readers) reader.close()
  await api.stop()
})

interface Sent {
  body?: string | Buffer
  id?: string
  at?: number
  secret?: string
  /** signed in place of the body */
  signs?: string
  headers?: Record<string, string>
}

let calls = 0
const now = () => Math.floor(Date.now() / 1000)

/** A call as the other system makes it, but for what is said. */
function call(name: string, sent: Sent = {}): Promise<Answer> {
  const { body = JSON.stringify({ id: ticket }), id = `call-${calls++}`, at = now(), secret = SECRET } = sent
  const signature = createHmac('sha256', secret).update(`${id}.${at}.${sent.signs ?? body.toString()}`)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature.digest('base64')}`,
    ...sent.headers,
  }
  return api.send({ method: 'POST', url: `/api/hooks/${name}`, payload: body, headers })
}

const runs = async (): Promise<number> =>
  (await api.db.query<{ n: number }>({ text: 'select count(*)::int as n from fw_run' })).rows[0]!.n

const strangers: [name: string, hook: string, sent: () => Sent][] = [
  ['a hook that nobody has made', 'nope', () => ({})],
  ['a hook whose secret is not set', 'silent', () => ({})],
  ['another secret', 'signed', () => ({ secret: 'another secret, which is as long' })],
  ['no secret', 'signed', () => ({ secret: '' })],
  ['another body than was signed', 'signed', () => ({ signs: '{}' })],
  ['a time six minutes ago', 'signed', () => ({ at: now() - 360 })],
  ['a time in six minutes', 'signed', () => ({ at: now() + 360 })],
  ['another time than was signed', 'signed', () => ({ headers: { 'webhook-timestamp': String(now() - 1) } })],
  ['another id than was signed', 'signed', () => ({ headers: { 'webhook-id': 'other' } })],
  ['no signature', 'signed', () => ({ headers: { 'webhook-signature': '' } })],
  ['an empty signature', 'signed', () => ({ headers: { 'webhook-signature': 'v1,' } })],
  ['a signature of another version', 'signed', () => ({ headers: { 'webhook-signature': 'v2,AAAA' } })],
  ['10,000 signatures', 'signed', () => ({ headers: { 'webhook-signature': 'v1,AAAA '.repeat(1_000) } })],
  ['a time that is none', 'signed', () => ({ headers: { 'webhook-timestamp': '1e9' } })],
  ['the secret as a token', 'signed', () => ({ secret: 'x', headers: { authorization: `Bearer ${SECRET}` } })],
  ['a signature where a token is wanted', 'bearing', () => ({})],
  ['a token that is longer', 'bearing', () => ({ headers: { authorization: `Bearer ${SECRET}x` } })],
  ['no token', 'bearing', () => ({ headers: { authorization: 'Bearer' } })],
]

describe('a call by who is not the other system', () => {
  it.each(strangers)('is refused and tells nothing of why: %s', async (_, hook, sent) => {
    const before = await runs()
    const { status, body, text } = await call(hook, sent())
    const { instance: _instance, ...told } = body
    const { instance: _other, ...usual } = (await call('nope')).body
    expect([status, told], text).toEqual([401, usual])
    expect(await runs()).toBe(before)
  })

  it('is refused with a token of the API, even of an administrator', async () => {
    const { token } = (await api.admin.post('/api/tokens', { name: 'own' })).body
    expect((await call('bearing', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  })
})

const wrongBodies: [name: string, body: () => string | Buffer, status: number, headers?: Record<string, string>][] = [
  ['no JSON', () => '{', 400],
  ['a list', () => '[]', 400],
  ['null', () => 'null', 422],
  ['bytes that are no text', () => Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400],
  ['a member __proto__', () => '{"__proto__":{"id":1}}', 400],
  ['a text that cannot be stored', () => `{"id":"${ticket}","words":"a\\u0000"}`, 400],
  ['500 levels', () => `{"id":${'['.repeat(500)}${']'.repeat(500)}}`, 400],
  ['300 KB', () => JSON.stringify({ id: ticket, words: 'x'.repeat(300_000) }), 413],
  ['compressed', () => JSON.stringify({ id: ticket }), 415, { 'content-encoding': 'gzip' }],
  ['text', () => JSON.stringify({ id: ticket }), 415, { 'content-type': 'text/plain' }],
  ['no record', () => '{}', 422],
  ['a record that is not there', () => JSON.stringify({ id: nowhere }), 422],
  ['a record that is SQL', () => JSON.stringify({ id: "' or true --" }), 422],
  ['a record that is an object', () => '{"id":{"$ne":null}}', 422],
]

describe('a call by the other system gone wild', () => {
  it.each(wrongBodies)('is refused before anything begins: %s', async (_, body, status, headers = {}) => {
    const before = await runs()
    const answer = await call('signed', { body: body(), headers })
    expect(answer.status, answer.text).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.text).not.toMatch(/\n\s+at |node_modules|select .* from /i)
    expect(await runs()).toBe(before)
  })

  it('is refused under a name that cannot be kept', async () => {
    expect((await call('signed', { id: 'x'.repeat(201) })).status).toBe(400)
    expect((await call('signed', { id: 'a b' })).status).toBe(400)
  })

  it.each([
    ['a text for a number', { n: 'many' }],
    ['an object for a number', { n: { $gt: 0 } }],
    ['a number beyond all', { n: 1e300 }],
    ['a list for a text', { words: ['x'] }],
    ['other variables', { user: nowhere, vars: { n: 1 }, actor: nowhere }],
  ])('leads to an end that can be seen, never to work without end: %s', async (_, values) => {
    await api.db.query({ text: 'delete from fw_run' })
    const { status, body } = await call('signed', { body: JSON.stringify({ id: ticket, ...values }) })
    if (status === 422) return expect(body.problems.length).toBeGreaterThan(0)
    expect(status).toBe(202)
    const [run] = await settled(api, 'signed', { states: ['done', 'failed'] })
    expect(run.error?.code).not.toBe('internal')
  })

  it('begins one run however often it is sent at once, and again later', async () => {
    await api.db.query({ text: 'delete from fw_run' })
    const id = 'sent often'.replace(' ', '-')
    const answers = await Promise.all(Array.from({ length: 12 }, () => call('signed', { id })))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 202))
    expect(new Set(answers.map(({ body }) => body.run)).size).toBe(1)
    expect(answers.filter(({ body }) => !body.repeated)).toHaveLength(1)
    expect((await call('signed', { id })).body.repeated).toBe(true)
    await settled(api, 'signed')
    expect(await runs()).toBe(1)
  })
})

describe('ways out of the house', () => {
  it.each([
    ['the channels', (who: Client) => who.get('/api/channels')],
    ['a channel', (who: Client) => who.put('/api/channels/x', { type: 'mail' })],
    ['the removal of a channel', (who: Client) => who.delete('/api/channels/mail')],
    ['a trial of a channel', (who: Client) => who.post('/api/channels/mail/test')],
    ['what has left', (who: Client) => who.get('/api/deliveries')],
    ['to send it again', (who: Client) => who.post(`/api/deliveries/${nowhere}/retry`)],
    ['what is usual', (who: Client) => who.put('/api/notifications/usual-channels', { kinds: {} })],
    ['the secret of a hook', (who: Client) => who.put('/api/hooks/signed/secrets', { secret: SECRET })],
    ['the calls of a hook', (who: Client) => who.get('/api/hooks/signed/calls')],
  ])('are for administrators: %s', async (_, ask) => {
    const { status, text } = await ask(watcher)
    expect([status, text.includes(SECRET)]).toEqual([403, false])
  })

  it('show no secret to anybody', async () => {
    const { rows } = await api.db.query<{ all: string }>({
      text: `select (select coalesce(string_agg(value::text, ''), '') from fw_setting)
        || (select coalesce(string_agg(c::text, ''), '') from fw_hook_call c) as all`,
    })
    const shown = await Promise.all(
      ['/api/hooks/signed/calls', '/api/hooks', '/api/channels', '/api/metadata/export'].map((url) =>
        api.admin.get(url),
      ),
    )
    for (const text of [rows[0]!.all, ...shown.map((each) => each.text)]) expect(text).not.toContain(SECRET)
  })
})

const patience = { timeout: 10_000, interval: 50 }

async function listen(headers: Record<string, string>, query = ''): Promise<EventReader> {
  const { port } = api.app.server.address() as { port: number }
  const reader = await listenTo(`http://127.0.0.1:${port}/api/events${query}`, headers)
  readers.push(reader)
  return reader
}

/** Somebody who has just logged in. */
async function guest(username: string): Promise<{ id: string; headers: Record<string, string>; client: Client }> {
  const client = await api.as(username, ['watcher'])
  const payload = { username, password: `${username}-password` }
  const headers = sessionHeaders(await api.send({ method: 'POST', url: '/api/auth/login', payload }))
  return { id: (await client.get('/api/me')).body.user.id, headers, client }
}

const watch = (n: number) => `?watch=${Array.from({ length: n }, () => `ticket:${ticket}`).join(',')}`
const heard = (reader: EventReader, event: string) => reader.events.filter((each) => each.event === event)
const begun = (reader: EventReader) => vi.waitFor(() => expect(heard(reader, 'counts')).toHaveLength(1), patience)
const gone = (reader: EventReader) => vi.waitFor(() => expect(reader.isEnded()).toBe(true), patience)

describe('a stream of news', () => {
  it('is opened for nobody without a session, and by no foreign one', async () => {
    await expect(listen({})).rejects.toThrow('401')
    await expect(listen({ cookie: 'fw_session=x' })).rejects.toThrow('401')
    await expect(listen({ authorization: `Bearer ${SECRET}` })).rejects.toThrow('401')
  })

  const ends: [name: string, end: (who: Awaited<ReturnType<typeof guest>>) => Promise<Answer>][] = [
    ['are ended by an administrator', ({ id }) => api.admin.delete(`/api/users/${id}/sessions`)],
    [
      'are ended by himself elsewhere',
      ({ headers }) => api.send({ method: 'DELETE', url: '/api/account/sessions', headers }),
    ],
    ['end with the account', ({ id }) => api.admin.patch(`/api/users/${id}`, { active: false })],
    ['end with the password', ({ id }) => api.admin.patch(`/api/users/${id}`, { password: 'another-password' })],
  ]
  it.each(ends.map((each, at) => [...each, at] as const))('ends when sessions %s', async (_, end, at) => {
    const who = await guest(`ends${at}`)
    const payload = { username: `ends${at}`, password: `ends${at}-password` }
    const other = sessionHeaders(await api.send({ method: 'POST', url: '/api/auth/login', payload }))
    const reader = await listen(other)
    await begun(reader)
    const ended = await end(who)
    expect(ended.status, ended.text).toBeLessThan(300)
    const told = reader.events.length
    await gone(reader)
    await notify(api.db, { to: [who.id], kind: 'test', title: label('Too late') })
    await expect(listen(other)).rejects.toThrow('401')
    expect(reader.events).toHaveLength(told)
  })

  it('ends when its token is revoked', async () => {
    const { headers } = await guest('tokens')
    const made = await api.send({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'news' } })
    const reader = await listen({ authorization: `Bearer ${made.body.token}` })
    await begun(reader)
    const revoked = await api.send({ method: 'DELETE', url: `/api/tokens/${made.body.id}`, headers })
    expect(revoked.status, revoked.text).toBeLessThan(300)
    await gone(reader)
  })

  it('tells no more of a record once the right to it is taken away, and nothing of one never seen', async () => {
    const { id, headers } = await guest('loser')
    const reader = await listen(headers, `?watch=ticket:${ticket}`)
    await begun(reader)
    await api.admin.patch(`/api/records/ticket/${ticket}`, { note: 'seen' })
    await vi.waitFor(() => expect(heard(reader, 'record')).toHaveLength(1), patience)
    expect((await api.admin.patch(`/api/users/${id}`, { roles: [] })).status).toBe(200)
    await api.admin.patch(`/api/records/ticket/${ticket}`, { note: 'hidden' })
    await vi.waitFor(() => expect(heard(reader, 'record')).toHaveLength(2), patience)
    expect(heard(reader, 'record').map(({ data }) => data)).toEqual([
      { object: 'ticket', id: ticket },
      { object: 'ticket', id: ticket, gone: true },
    ])
    const blind = await listen(headers, `?watch=ticket:${ticket}`)
    await begun(blind)
    await api.admin.patch(`/api/records/ticket/${ticket}`, { note: 'hidden still' })
    await notify(api.db, { to: [id], kind: 'test', title: label('After it') })
    for (const each of [reader, blind])
      await vi.waitFor(() => expect(heard(each, 'notification')).toHaveLength(1), patience)
    expect([heard(reader, 'record').length, heard(blind, 'record').length]).toEqual([2, 0])
  })

  it('takes up after a message of somebody else without telling anything of his', async () => {
    const [one, other] = [await guest('first'), await guest('second')]
    const [foreign] = await notify(api.db, { to: [other.id], kind: 'test', title: label('Foreign') })
    await notify(api.db, { to: [other.id], kind: 'test', title: label('Foreign too') })
    const reader = await listen({ ...one.headers, 'last-event-id': foreign! })
    await begun(reader)
    const [own] = await notify(api.db, { to: [one.id], kind: 'test', title: label('Own') })
    await vi.waitFor(() => expect(heard(reader, 'notification').map((each) => each.id)).toEqual([own]), patience)
  })

  it('watches 20 records and no more', async () => {
    const { headers } = await guest('many')
    await listen(headers, watch(20))
    await expect(listen(headers, watch(21))).rejects.toThrow('400')
  })
})
