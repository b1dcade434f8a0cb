import { keepSpreadingNews, notify } from '@fieldwork/automation'
import { createDatabase, newId } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bearerClient, createWorkspace, sessionHeaders, startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'
import { listenTo } from '../support/event-reader.ts'
import type { EventReader } from '../support/event-reader.ts'

const PASSWORD = 'ann-password'
const title = { en: 'The offer is due', 'zh-CN': '报价到期' }

let database: TestDatabase
let one: ApiServer
let two: ApiServer
let ann: Client
let id: string
const readers: EventReader[] = []

beforeAll(async () => {
  database = await createWorkspace('crm')
  one = await startApi({ database })
  two = await startApi({ database })
  ann = await one.as('ann', ['sales_rep'])
  id = (await ann.get('/api/me')).body.user.id
  await one.app.listen({ port: 0 })
  await two.app.listen({ port: 0 })
})

afterAll(async () => {
  for (const reader of readers) reader.close()
  await one.stop()
  await two.stop()
  await database.drop()
})

async function cookieOf(username = 'ann', password = PASSWORD): Promise<Record<string, string>> {
  return sessionHeaders(await one.send({ method: 'POST', url: '/api/auth/login', payload: { username, password } }))
}

async function listen(api: ApiServer, headers: Record<string, string>, query = ''): Promise<EventReader> {
  const { port } = api.app.server.address() as { port: number }
  const reader = await listenTo(`http://127.0.0.1:${port}/api/events${query}`, headers)
  readers.push(reader)
  return reader
}

const tell = (more: object = {}) => notify(one.db, { to: [id], kind: 'test', title, ...more })
const heard = (reader: EventReader, event: string) => reader.events.filter((each) => each.event === event)

test('everybody reads what he has been told and nothing of others, in his language', async () => {
  const record = newId()
  await tell({ about: { object: 'customer', id: record } })
  await notify(one.db, { to: [newId()], kind: 'test', title })
  const { body } = await ann.get('/api/notifications?unread=true')
  expect(body.data).toMatchObject([
    {
      title: 'The offer is due',
      link: `/o/customer/${record}`,
      about: { object: 'customer', id: record },
      read_at: null,
    },
  ])
  expect((await ann.get('/api/notifications', { 'accept-language': 'zh-CN' })).body.data[0].title).toBe('报价到期')
  expect((await one.admin.get('/api/notifications')).body.data).toEqual([])
})

test('a token that is for some objects reads and counts only what is about their records', async () => {
  const headers = await cookieOf()
  const payload = { name: 'customers only', objects: ['customer'] }
  const made = await one.send({ method: 'POST', url: '/api/tokens', headers, payload })
  expect(made.status, made.text).toBe(201)
  const token = bearerClient(one.send, made.body.token)
  await ann.post('/api/notifications/read')
  const reader = await listen(one, { authorization: `Bearer ${made.body.token}` })
  const [other] = await tell({ about: { object: 'lead', id: newId() } })
  const [own] = await tell({ about: { object: 'customer', id: newId() } })
  const seen = (await token.get('/api/notifications?unread=true')).body.data
  expect(seen.map((each: { id: string }) => each.id)).toEqual([own])
  expect((await token.get('/api/notifications/counts')).body).toEqual({ unread: 1 })
  await vi.waitFor(() => expect(heard(reader, 'notification')).toMatchObject([{ id: own }]))
  await vi.waitFor(() => expect(heard(reader, 'counts').at(-1)?.data).toEqual({ unread: 1 }))
  expect((await token.patch(`/api/notifications/${other}`, { read: true })).status).toBe(404)
  expect((await token.post('/api/notifications/read')).body).toEqual({ read: 1 })
  expect((await ann.get('/api/notifications/counts')).body).toEqual({ unread: 1 })
})

test('what was read or put off is not counted, and comes back when its time has come', async () => {
  await ann.post('/api/notifications/read')
  const [first, second] = [...(await tell()), ...(await tell())] as [string, string]
  expect((await ann.get('/api/notifications/counts')).body).toEqual({ unread: 2 })
  expect((await ann.patch(`/api/notifications/${first}`, { read: true })).status).toBe(204)
  const soon = new Date(Date.now() + 1_500).toISOString()
  expect((await ann.patch(`/api/notifications/${second}`, { snoozed_until: soon })).status).toBe(204)
  expect((await ann.get('/api/notifications/counts')).body).toEqual({ unread: 0 })
  await vi.waitFor(async () => expect((await ann.get('/api/notifications/counts')).body).toEqual({ unread: 1 }), {
    timeout: 5_000,
    interval: 200,
  })
})

test('nobody changes what others have been told, nor puts it off to a time that was', async () => {
  const [mine] = await tell()
  expect((await one.admin.patch(`/api/notifications/${mine}`, { read: true })).status).toBe(404)
  const past = await ann.patch(`/api/notifications/${mine}`, { snoozed_until: '2001-01-01T00:00:00Z' })
  expect([past.status, past.body.code]).toEqual([400, 'invalid_parameter'])
})

test('all are read up to the one that was seen, and pages follow each other', async () => {
  await ann.post('/api/notifications/read')
  const ids = [...(await tell()), ...(await tell()), ...(await tell())]
  const page = (await ann.get('/api/notifications?limit=2')).body
  expect(page.data.map((each: { id: string }) => each.id)).toEqual([ids[2], ids[1]])
  const rest = (await ann.get(`/api/notifications?limit=1&after=${page.page.after as string}`)).body
  expect(rest.data[0].id).toBe(ids[0])
  expect((await ann.post('/api/notifications/read', { up_to: ids[1] })).body).toEqual({ read: 2 })
  expect((await ann.get('/api/notifications/counts')).body).toEqual({ unread: 1 })
})

test('who listens hears of news and counts at once, also of those that another node tells', async () => {
  await ann.post('/api/notifications/read')
  const here = await listen(one, await cookieOf())
  const there = await listen(two, await cookieOf())
  await vi.waitFor(() =>
    expect([heard(here, 'counts'), heard(there, 'counts')].map((each) => each.length)).toEqual([1, 1]),
  )
  const news = keepSpreadingNews(one.db)
  news.start()
  const [told] = await tell()
  for (const reader of [here, there]) {
    await vi.waitFor(() => expect(heard(reader, 'notification')).toHaveLength(1), { timeout: 3_000 })
    expect(heard(reader, 'notification')[0]).toMatchObject({ id: told, data: { id: told } })
    await vi.waitFor(() => expect(heard(reader, 'counts').at(-1)?.data).toEqual({ unread: 1 }), { timeout: 3_000 })
  }
  await news.stop()
})

test('who comes back is told what he has missed, and only that', async () => {
  const [had] = await tell()
  const [missed] = await tell()
  const reader = await listen(one, { ...(await cookieOf()), 'last-event-id': had! })
  await vi.waitFor(() => expect(heard(reader, 'notification').map((each) => each.id)).toEqual([missed]))
  const [later] = await tell()
  await vi.waitFor(() => expect(heard(reader, 'notification').map((each) => each.id)).toEqual([missed, later]))
})

test('who looks at a record hears of its changes as long as he may read it', async () => {
  const region = (await one.admin.post('/api/records/region', { name: 'Shanghai', code: 'SH' })).body.id as string
  const made = await ann.post('/api/records/customer', { name: 'Harbour Cranes', region, phone: '021-5550100' })
  expect(made.status, made.text).toBe(201)
  const foreign = await one.admin.post('/api/records/customer', {
    name: 'Nobody of hers',
    region,
    phone: '021-5550101',
  })
  const customers = [made.body.id, foreign.body.id] as string[]
  const reader = await listen(one, await cookieOf(), `?watch=${customers.map((each) => `customer:${each}`).join(',')}`)
  await vi.waitFor(() => expect(heard(reader, 'counts')).toHaveLength(1))
  for (const each of customers) await one.admin.patch(`/api/records/customer/${each}`, { name: 'Harbour' })
  await vi.waitFor(
    () => expect(heard(reader, 'record').map((each) => each.data)).toEqual([{ object: 'customer', id: customers[0] }]),
    { timeout: 4_000 },
  )
  const admin = (await one.admin.get('/api/me')).body.user.id
  await one.admin.patch(`/api/records/customer/${customers[0]}`, { owner: admin })
  await vi.waitFor(
    () => expect(heard(reader, 'record').at(-1)?.data).toEqual({ object: 'customer', id: customers[0], gone: true }),
    { timeout: 4_000 },
  )
})

test('the stream ends with the session, on whichever node it was ended', async () => {
  const headers = await cookieOf()
  const reader = await listen(two, headers)
  expect((await one.send({ method: 'POST', url: '/api/auth/logout', headers })).status).toBeLessThan(300)
  await vi.waitFor(() => expect(reader.isEnded()).toBe(true), { timeout: 8_000 })
})

test('nobody listens in more places than a few, nor without asking for a stream', async () => {
  const bob = await one.as('bob', ['sales_rep'])
  expect((await bob.get('/api/events')).status).toBe(400)
  const headers = await cookieOf('bob', 'bob-password')
  for (let place = 0; place < 8; place++) await listen(one, headers)
  await expect(listen(one, headers)).rejects.toThrow('429')
})

test('a lost connection for news delays them and loses none', async () => {
  const reader = await listen(one, await cookieOf())
  await vi.waitFor(() => expect(heard(reader, 'counts')).toHaveLength(1))
  const outside = createDatabase({ url: database.url })
  await outside.query({
    text: "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen \"fw_news%'",
  })
  const [told] = await notify(outside, { to: [id], kind: 'test', title })
  await vi.waitFor(() => expect(heard(reader, 'notification').map((each) => each.id)).toContain(told), {
    timeout: 4_000,
  })
  await outside.close()
})
