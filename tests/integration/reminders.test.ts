import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWorkspace, sessionHeaders, startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const contract = {
  name: 'contract_of',
  'x-object': { label: label('Contract'), owner: true },
  properties: { name: field('text'), ends_on: field('date'), visit_at: field('date-time'), secret_on: field('date') },
}
const rights = { secret_on: 'none' }
const grant = { operations: ['read', 'create', 'update', 'delete'], scope: 'own', fields: rights }
const seller = {
  name: 'seller',
  label: label('Seller'),
  grants: { contract_of: grant },
}

let database: TestDatabase
let api: ApiServer
let ann: Client
let bob: Client
let mine: string

beforeAll(async () => {
  database = await createWorkspace('platform')
  api = await startApi({ database })
  const put = [
    { kind: 'object', definition: contract },
    { kind: 'role', definition: seller },
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true, message: 'test' })
  expect([published.status, published.text]).toEqual([200, expect.anything()])
  ann = await api.as('ann', ['seller'])
  bob = await api.as('bob', ['seller'])
  const today = new Date().toISOString().slice(0, 10)
  mine = (await ann.post('/api/records/contract_of', { name: 'Steel', ends_on: `2099${today.slice(4)}` })).body.id
  await api.deps.automation.start()
})
afterAll(async () => {
  await api.deps.automation.stop()
  await api.stop()
  await database.drop()
})

const set = (body: object, who = ann) => who.post('/api/reminders', { object: 'contract_of', id: mine, ...body })
const news = async (who = ann) =>
  (await who.get('/api/notifications?limit=200')).body.data.filter(({ kind }: { kind: string }) => kind === 'reminder')
/** lets the time of a reminder come */
const hurry = (id: string) =>
  api.db.query({ text: `update fw_reminder set next_at = now() - interval '1 second' where id = $1`, values: [id] })
const one = async (id: string, who = ann) =>
  (await who.get('/api/reminders?state=all&limit=200')).body.data.find((each: { id: string }) => each.id === id)
const soon = (expected: () => Promise<void>) => vi.waitFor(expected, { timeout: 25_000, interval: 200 })
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

describe('reminders that somebody sets on a record (PLAT-99)', () => {
  it('come once at their moment, with the note and the record', async () => {
    const made = await set({ at: inSeconds(1), note: 'Call them' })
    expect([made.status, made.text]).toEqual([201, expect.anything()])
    expect(made.body).toMatchObject({ state: 'waiting', object: 'contract_of', record: { id: mine, label: 'Steel' } })
    await soon(async () => expect(await one(made.body.id)).toMatchObject({ state: 'told', next_at: null }))
    const [told, ...others] = await news()
    expect(others).toEqual([])
    expect(told).toMatchObject({ body: 'Call them', about: { object: 'contract_of', id: mine } })
    expect(told.title).toContain('Steel')
    expect((await ann.get(`/api/reminders?object=contract_of&id=${mine}`)).body.data).toEqual([])
  })

  it('come again as they say', async () => {
    const { body } = await set({ at: inSeconds(3600), repeat: 'week', note: 'Weekly' })
    await hurry(body.id)
    await soon(async () => expect((await one(body.id)).told_at).not.toBeNull())
    const next = await one(body.id)
    expect(next.state).toBe('waiting')
    expect(new Date(next.next_at).getTime()).toBeGreaterThan(Date.now())
    expect((await ann.delete(`/api/reminders/${body.id}`)).status).toBe(204)
  })

  it('follow the date of the record when it is moved', async () => {
    const { body, status } = await set({ field: 'ends_on', before: { amount: 3, unit: 'days' }, time: '10:00' })
    expect(status).toBe(201)
    expect(body.next_at.slice(0, 4)).toBe('2099')
    await ann.patch(`/api/records/contract_of/${mine}`, { ends_on: '2098-05-10' })
    await soon(async () => expect((await one(body.id)).next_at).toBe('2098-05-07T02:00:00.000Z'))
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    await ann.patch(`/api/records/contract_of/${mine}`, { ends_on: tomorrow })
    await soon(async () => expect((await one(body.id)).state).toBe('told'))
    await ann.patch(`/api/records/contract_of/${mine}`, { ends_on: '2098-06-10' })
    await soon(async () => expect((await one(body.id)).next_at).toBe('2098-06-07T02:00:00.000Z'))
  }, 60_000)

  it('go over the channels that were asked for with them', async () => {
    await ann.put('/api/notifications/choices', { kinds: { reminder: [] }, addresses: { mail: 'ann@example.com' } })
    const before = new Set((await news()).map(({ id }: { id: string }) => id))
    const { body } = await set({ at: inSeconds(1), note: 'By mail', channels: ['mail'] })
    await soon(async () => expect((await one(body.id)).state).toBe('told'))
    const told = (await news()).find(({ id }: { id: string }) => !before.has(id))
    const { data } = (await ann.get(`/api/notifications/${told.id}/deliveries`)).body
    expect(data.map(({ channel }: { channel: string }) => channel)).toEqual(['mail'])
  })

  it('are nobody else’s, and of nothing that one may not read', async () => {
    const { body } = await set({ at: inSeconds(3600) })
    expect((await bob.get('/api/reminders?state=all')).body.data).toEqual([])
    expect((await bob.delete(`/api/reminders/${body.id}`)).status).toBe(404)
    expect((await bob.put(`/api/reminders/${body.id}`, { at: inSeconds(60) })).status).toBe(404)
    expect((await set({ at: inSeconds(3600) }, bob)).status).toBe(404)
    const payload = { username: 'ann', password: 'ann-password' }
    const session = sessionHeaders(await api.send({ method: 'POST', url: '/api/auth/login', payload }))
    const asked = { name: 'users only', objects: ['user'] }
    const made = await api.send({ method: 'POST', url: '/api/tokens', headers: session, payload: asked })
    expect(made.status, made.text).toBe(201)
    const headers = { authorization: `Bearer ${made.body.token}` }
    const limited = await api.send({ method: 'GET', url: '/api/reminders?state=all', headers })
    expect([limited.status, limited.body.data]).toEqual([200, []])
    expect((await api.send({ method: 'DELETE', url: `/api/reminders/${body.id}`, headers })).status).toBe(404)
    expect((await set({ field: 'secret_on' })).status).toBeGreaterThanOrEqual(400)
  })

  it('end without a word when the right to read is gone', async () => {
    const other = (await ann.post('/api/records/contract_of', { name: 'Copper' })).body
    const { body } = await ann.post('/api/reminders', { object: 'contract_of', id: other.id, at: inSeconds(3600) })
    const bobs = (await api.admin.get('/api/users')).body.data.find(
      ({ username }: { username: string }) => username === 'bob',
    ).id
    const given = await api.admin.patch(`/api/records/contract_of/${other.id}`, { owner: bobs })
    expect(given.status).toBe(200)
    const before = (await news()).length
    await hurry(body.id)
    await soon(async () => expect(await one(body.id)).toMatchObject({ state: 'stopped', record: { label: null } }))
    expect(await news()).toHaveLength(before)
  })

  it('name every mistake at once', async () => {
    const wrong = await set({
      before: { amount: -1, unit: 'years' },
      time: '25:00',
      until: '2026-02-30',
      channels: ['x'],
    })
    expect(wrong.status).toBe(422)
    const pointers = wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer)
    expect(new Set(pointers)).toEqual(new Set(['/at', '/before', '/until', '/time', '/channels']))
    expect((await ann.get('/api/reminders?object=contract_of')).status).toBe(400)
    for (const body of [
      { at: '2020-01-01T00:00:00Z' },
      { at: 'tomorrow' },
      { at: inSeconds(60), field: 'ends_on' },
      { field: 'name' },
      { field: 'nothing' },
      { field: 'ends_on', before: { amount: 5, unit: 'minutes' } },
      { at: inSeconds(60), note: 'x'.repeat(501) },
      { at: inSeconds(60), until: '2099-01-01' },
    ]) {
      const { status } = await set(body)
      expect([JSON.stringify(body), status >= 400 && status < 500]).toEqual([JSON.stringify(body), true])
    }
  })
})
