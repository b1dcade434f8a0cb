import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { startMailServer } from '../support/mail-server.ts'
import { startReceiver } from '../support/receiver.ts'
import {
  both,
  flow,
  make,
  publishDocuments,
  publishFlow,
  runOf,
  settled,
  startWorkflows,
} from '../support/workflow-world.ts'

const SECRET = 'signature-of-the-house'
const text = { 'x-field': { type: 'text', label: both('Name') } }
const folder = mkdtempSync(join(tmpdir(), 'messages-'))
let api: ApiServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  mail = await startMailServer()
  receiver = await startReceiver(({ url }, count) => {
    if (url === '/busy') return { status: count < 2 ? 503 : 202 }
    if (url === '/sms') return count === 1 ? { status: 500 } : { status: 200 }
    return { status: 202 }
  })
  api = await startWorkflows({ SMTP_URL: mail.url, OUTGOING_PRIVATE_HOSTS: receiver.host, DATA_DIR: folder })
  await publishDocuments(
    api,
    ...['partner', 'unsigned', 'provider'].map((name) => ({
      kind: 'connection',
      definition: { name, baseUrl: receiver.url, auth: { type: name === 'provider' ? 'bearer' : 'none' } },
    })),
  )
  await api.admin.put('/api/connections/partner/secrets', { signature: SECRET })
  await api.admin.put('/api/connections/provider/secrets', { secret: 'key-of-the-provider' })
  await api.admin.put('/api/notifications/choices', { addresses: { mail: 'admin@example.com' }, locale: 'en' })
})
afterAll(async () => {
  await api.stop()
  await mail.stop()
  await receiver.stop()
  rmSync(folder, { recursive: true })
})

async function run(name: string, step: string, options: object, values: object = {}) {
  await publishFlow(api, flow(name, { trigger: { type: 'api' }, start: 'it', nodes: { it: { step, options } } }))
  const id = await make(api, 'ticket', { name: 'A <b>', ...values })
  await api.admin.post(`/api/workflows/${name}/run`, { id })
  const [found] = await settled(api, name)
  return { id, found, step: (await runOf(api, found.id)).data[0] }
}

const sent = (run: string, count: number) =>
  vi.waitFor(
    async () => {
      const { data } = (await api.admin.get(`/api/deliveries?run=${run}`)).body
      expect(data.map(({ state }: { state: string }) => state)).toEqual(Array.from({ length: count }, () => 'sent'))
      return data
    },
    { timeout: 10_000, interval: 50 },
  )

it('sends mail to people, roles and addresses, each his own (PLAT-42)', async () => {
  const subject = { en: 'About {{ name }}', 'zh-CN': '关于{{ name }}' }
  const options = { to: 'user', addresses: "'x@example.com; y@example.com'", subject, body: subject }
  const { found, step, id } = await run('letters', 'send-mail', options)
  expect([found.error, step.output]).toEqual([null, { count: 3 }])
  await sent(found.id, 3)
  expect(
    mail.taken
      .map(({ to }) => to)
      .flat()
      .sort(),
  ).toEqual(['admin@example.com', 'x@example.com', 'y@example.com'])
  const own = mail.taken.find(({ to }) => to.includes('admin@example.com'))!.text
  expect(own).toContain('Subject: About A <b>')
  expect(own).toContain('About A &lt;b&gt;')
  expect(own.replaceAll('=\r\n', '')).toContain(`http://localhost:3000/o/ticket/${id}`)
})

it('sends mail to everybody who has a role, with the files of the record (PLAT-42)', async () => {
  const definition = { name: 'clerk', label: both('Clerk'), grants: {} }
  const paper = { 'x-field': { type: 'file', label: both('Paper') } }
  const object = { name: 'letter', 'x-object': { label: both('Letter') }, properties: { name: text, paper } }
  await publishDocuments(api, { kind: 'role', definition }, { kind: 'object', definition: object })
  for (const name of ['carla', 'carl', 'other']) {
    const person = await api.as(name, name === 'other' ? [] : ['clerk'])
    await person.put('/api/notifications/choices', { addresses: { mail: `${name}@example.com` }, locale: 'en' })
  }
  const token = (await api.admin.post('/api/tokens', { name: 'uploads' })).body.token
  const form = new FormData()
  form.append('file', new Blob(['words of the paper'], { type: 'text/plain' }), '报告.txt')
  const sending = new Request('http://localhost', { method: 'POST', body: form })
  const type = sending.headers.get('content-type')!
  const file = await api.send({
    method: 'POST',
    url: '/api/files',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    payload: Buffer.from(await sending.arrayBuffer()),
  })
  expect([file.status, file.text]).toEqual([201, expect.anything()])
  const options = { roles: ['clerk'], attachments: ['paper'], subject: { en: 'Letter', 'zh-CN': '信件' } }
  const nodes = { it: { step: 'send-mail', options } }
  await publishFlow(api, { name: 'paper', object: 'letter', trigger: { type: 'api' }, start: 'it', nodes } as never)
  const id = await make(api, 'letter', { name: 'One', paper: file.body.id })
  await api.admin.post('/api/workflows/paper/run', { id })
  const [found] = await settled(api, 'paper')
  expect(found.error).toBe(null)
  await sent(found.id, 2)
  const letters = mail.taken.filter(({ text: words }) => words.includes('Subject: Letter'))
  expect(letters.flatMap(({ to }) => to).sort()).toEqual(['carl@example.com', 'carla@example.com'])
  for (const { text: words } of letters) {
    expect(words).toContain(Buffer.from('words of the paper').toString('base64'))
    expect(words).toMatch(/filename\*/)
  }
})

it('refuses names that are not there when it is published', async () => {
  const subject = { en: 'a', 'zh-CN': 'b' }
  for (const options of [
    { subject, roles: ['nobody'] },
    { subject, attachments: ['nothing'] },
    { subject: { en: 'only {{ name }}' } },
  ]) {
    const definition = flow('wrong', {
      trigger: { type: 'api' },
      start: 'it',
      nodes: { it: { step: 'send-mail', options } },
    })
    const { status } = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
    expect([JSON.stringify(options), status]).toEqual([JSON.stringify(options), 422])
  }
})

it('sends short messages by the provider, with its key and no secret in sight', async () => {
  const settings = { connection: 'provider', path: '/sms', body: { to: '{phone}', content: '{text}', ref: '{key}' } }
  expect((await api.admin.put('/api/channels/sms', { type: 'sms', settings })).status).toBe(200)
  const options = { phones: "'138 0000 0000'", text: { en: 'Ticket', 'zh-CN': '工单 {{ name }}' } }
  const { found } = await run('texts', 'send-sms', options)
  // the first answer was 500
  await vi.waitFor(async () => {
    const [delivery] = (await api.admin.get(`/api/deliveries?run=${found.id}`)).body.data
    expect(delivery).toMatchObject({ state: 'queued', attempts: 1 })
  })
  const [delivery] = await sent(found.id, 1)
  const calls = receiver.received.filter(({ url }) => url === '/sms')
  expect(calls).toHaveLength(2)
  expect(JSON.parse(calls[1]!.body)).toEqual({ to: '13800000000', content: '工单 A <b>', ref: delivery.id })
  expect(calls[1]!.headers.authorization).toBe('Bearer key-of-the-provider')
})

it('posts events that the receiver can check, again with the same id', async () => {
  const options = { connection: 'partner', path: '/busy', event: 'ticket.done', values: { name: 'name' } }
  const { step, id } = await run('events', 'webhook', options)
  expect(step.output).toEqual({ status: 202, attempts: 2 })
  const calls = receiver.received.filter(({ url }) => url === '/busy')
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const { headers, body } = calls[1]!
  const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(text).digest('base64')}`)
  expect(JSON.parse(body)).toMatchObject({
    type: 'ticket.done',
    about: { object: 'ticket', id },
    data: { name: 'A <b>' },
  })
  const log = (await api.admin.get('/api/connections/partner/calls')).body.data
  expect(log.map(({ status }: { status: number }) => status)).toEqual([202, 503])
  const { found } = await run('unsigned', 'webhook', { ...options, connection: 'unsigned' })
  expect(JSON.stringify(found.error)).toMatch(/signature secret is not set/)
})

it('says in a group what a channel is set up for, and why it cannot', async () => {
  const options = { channel: 'sales-group', title: { en: 'New', 'zh-CN': '新增' } }
  const definition = flow('group', {
    trigger: { type: 'api' },
    start: 'it',
    nodes: {
      it: { step: 'send-chat', options, next: 'tell' },
      tell: { step: 'notify', options: { to: 'user', title: options.title, channels: ['mail', 'crow'] } },
    },
  })
  const { status, body } = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
  expect([status, body.problems]).toMatchObject([
    422,
    [
      { kind: 'workflow', name: 'group', pointer: '/nodes/it/options/channel', code: 'unknown_name' },
      { kind: 'workflow', name: 'group', pointer: '/nodes/tell/options/channels/1', code: 'unknown_name' },
    ],
  ])
  const channel = { type: 'mail', label: both('Sales') }
  for (const name of ['sales-group', 'crow']) await api.admin.put(`/api/channels/${name}`, { ...channel, active: true })
  await publishFlow(api, definition)
  await api.admin.put('/api/channels/sales-group', { ...channel, active: false })
  await api.admin.post('/api/workflows/group/run', { id: await make(api, 'ticket', { name: 'one' }) })
  const [found] = await settled(api, 'group')
  await vi.waitFor(async () => {
    const { data } = (await api.admin.get(`/api/deliveries?run=${found.id}`)).body
    expect(data).toMatchObject([{ state: 'skipped', error: { message: 'The channel “sales-group” is not set up' } }])
  })
})
