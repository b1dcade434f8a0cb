import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const note = {
  name: 'log_note',
  'x-object': { label: label('Note', '便笺'), nameField: 'title', owner: true },
  properties: { title: field('text', { searchable: true }), pay: field('money', { sensitive: true }) },
}
const roles = {
  log_writer: { grants: { log_note: { operations: ['read', 'create', 'print'], scope: 'own' } } },
  log_payroll: { grants: { log_note: { operations: ['read'], sensitive: true } } },
  log_auditor: { grants: {}, rights: ['log'] },
  log_taker: { grants: {}, rights: ['log', 'log_export'] },
}

let api: ApiServer
let writer: Client
let ours: string
let hidden: string

beforeAll(async () => {
  api = await startApi()
  const put = [
    { kind: 'object', definition: note },
    ...Object.entries(roles).map(([name, role]) => ({
      kind: 'role',
      definition: { name, label: label(name), ...role },
    })),
  ]
  expect((await api.admin.post('/api/metadata/publish', { put, message: 'notes and roles' })).status).toBe(200)
  writer = await api.as('log_writer', ['log_writer'])
  ours = (await writer.post('/api/records/log_note', { title: 'ours' })).body.id
  hidden = (await api.admin.post('/api/records/log_note', { title: 'theirs' })).body.id
})
afterAll(() => api.stop())

interface Line {
  action: string
  outcome: string
  account: string
  address: string
  session: string
  object: string | null
  record: string | null
  rows: number | null
  times: number
  details: Record<string, unknown>
}
const linesOf = async (query: string): Promise<Line[]> =>
  (await api.admin.get(`/api/operation-log?limit=500&${query}`)).body.data

const timesOf = async (query: string): Promise<number> =>
  (await linesOf(query)).reduce((sum, { times }) => sum + times, 0)
const refused = 'action=login&outcome=refused'
const denied = 'action=denied,missed&q=log_writer'

test('log-ins, accounts, publications and roles are told with who, whence and in which session', async () => {
  const [login] = await linesOf('action=login&outcome=done')
  expect(login).toMatchObject({ account: 'log_writer', address: '127.0.0.1' })
  const [account] = await linesOf('action=account')
  expect(account).toMatchObject({
    account: 'admin',
    object: 'user',
    details: { done: 'made', roles: ['log_writer'] },
    session: expect.stringMatching(/^token /),
  })
  expect(JSON.stringify(account)).not.toContain('log_writer-password')
  const [publish] = await linesOf('action=publish')
  expect(publish?.details).toMatchObject({ message: 'notes and roles', count: 5, revision: expect.any(Number) })
  const [permission] = await linesOf('action=permission')
  const named = Object.keys(roles).map((name) => `role/${name}`)
  // whose sensitive field is a matter of rights as well
  expect(permission?.details.documents).toEqual(['object/log_note', ...named.toSorted()])
})

test('wrong passwords are counted, not listed', async () => {
  const payload = { username: 'log_writer', password: 'wrong' }
  for (let i = 0; i < 3; i++) await api.send({ method: 'POST', url: '/api/auth/login', payload })
  await expect.poll(() => timesOf(refused), { timeout: 90_000, interval: 500 }).toBe(3)
  const found = await linesOf(refused)
  expect(found.length).toBeLessThan(3)
  expect(found[0]).toMatchObject({ account: 'log_writer', details: { code: 'invalid_credentials' } })
}, 120_000)

test('a denied attempt is told, once however often it is made', async () => {
  for (let i = 0; i < 30; i++) {
    expect((await writer.get(`/api/records/log_note/${hidden}`)).status).toBe(404)
    expect((await writer.get('/api/records/log_note/export')).status).toBe(403)
    expect((await writer.get('/api/users')).status).toBe(403)
    expect((await writer.get(`/api/records/log_note/${randomUUID()}`)).status).toBe(404)
  }
  await expect.poll(() => timesOf(denied), { timeout: 90_000, interval: 500 }).toBe(120)
  const found = await linesOf(denied)
  expect(found.length).toBeLessThan(16)
  expect(
    found.some(({ action, record, object }) => action === 'denied' && record === hidden && object === 'log_note'),
  ).toBe(true)
  // what is nowhere is counted without the ids that were tried
  expect(found.filter(({ action }) => action === 'missed').every(({ record }) => record === null)).toBe(true)
}, 120_000)

test('looking at sensitive values in clear is told, looking at masked ones is not', async () => {
  const payroll = await api.as('log_payroll', ['log_payroll'])
  await writer.get(`/api/records/log_note/${ours}`)
  await payroll.get(`/api/records/log_note/${ours}?fields=title`)
  await payroll.get(`/api/records/log_note/${ours}`)
  await payroll.get('/api/records/log_note')
  await expect
    .poll(async () => (await linesOf('action=view_sensitive&q=log_')).map(({ account, record }) => [account, record]), {
      timeout: 10_000,
    })
    .toEqual([
      ['log_payroll', null],
      ['log_payroll', ours],
    ])
})

test('whom access is given to is told with the write itself, and nothing where it is refused (PLAT-73)', async () => {
  const { id: user } = (await writer.get('/api/me')).body.user
  const share = { to: { user }, level: 'read' }
  const shared = await api.admin.post(`/api/records/log_note/${hidden}/share`, share)
  expect(shared.status, shared.text).toBe(201)
  expect((await api.admin.post(`/api/records/log_note/${hidden}/members`, { add: [user] })).status).toBe(200)
  expect((await writer.post(`/api/records/log_note/${hidden}/share`, share)).status).toBe(403)
  expect((await api.admin.delete(`/api/records/log_note/${hidden}/share/${shared.body.id}`)).status).toBe(204)
  expect((await api.admin.post(`/api/records/log_note/${hidden}/members`, { remove: [user] })).status).toBe(200)
  const { id: admin } = (await api.admin.get('/api/me')).body.user
  for (const owner of [user, admin])
    expect((await api.admin.post(`/api/records/log_note/${hidden}/assign`, { owner })).status).toBe(200)
  const found = (await linesOf(`action=access&record=${hidden}`)).toReversed()
  expect(found.map(({ details }) => details.done)).toEqual([
    'share',
    'members',
    'unshare',
    'members',
    'assign',
    'assign',
  ])
  expect(found[0]).toMatchObject({
    account: 'admin',
    address: '127.0.0.1',
    session: expect.stringMatching(/^token /),
    details: { from: null, to: { to: { label: 'log_writer' }, level: 'read' } },
  })
})

test('who gives a record away by changing it is told with the write, also where that restores it (PLAT-86)', async () => {
  const { id: user } = (await writer.get('/api/me')).body.user
  const { id } = (await api.admin.post('/api/records/log_note', { title: 'passed on' })).body
  const url = `/api/records/log_note/${id}`
  const admin = (await api.admin.get(url)).body.owner.id
  expect((await api.admin.patch(url, { title: 'renamed', owner: admin })).status).toBe(200)
  expect(await linesOf(`action=access&record=${id}`)).toEqual([])
  expect((await api.admin.patch(url, { owner: user })).status).toBe(200)
  expect((await writer.patch(url, { owner: admin })).status).toBe(403)
  const restored = await api.admin.post(`${url}/restore`, { version: 2 })
  expect(restored.status, restored.text).toBe(200)
  const lines = (await linesOf(`action=access&record=${id}`)).toReversed()
  expect(lines.map(({ details }) => details)).toEqual([
    { done: 'assign', from: { owner: admin }, to: { owner: user } },
    { done: 'assign', from: { owner: user }, to: { owner: admin } },
  ])
  expect(lines[0]).toMatchObject({ account: 'admin', address: '127.0.0.1', session: expect.stringMatching(/^token /) })
})

test('what is done to the organisation is told with the write, whichever way it is made', async () => {
  const url = '/api/records/department'
  const { id } = (await api.admin.post(url, { name: 'Told', code: 'TOLD' })).body
  const other = { name: 'Other', code: 'TOLD2', parent: id }
  const batch = await api.admin.post(`${url}/batch`, {
    create: [other],
    update: [{ id, name: 'Told again' }],
  })
  expect(batch.status, batch.text).toBe(200)
  const below = batch.body.create[0].id
  expect((await api.admin.patch(`${url}/${id}`, { parent: below })).status).toBe(422)
  expect((await api.admin.patch(`${url}/${id}`, { nothing: 1 })).status).toBe(422)
  expect((await api.admin.delete(`${url}/${below}`)).status).toBe(204)
  expect((await api.admin.post(`/api/recycle-bin/department/${below}/restore`, {})).status).toBe(200)
  const lines = (await linesOf('action=organisation')).filter(({ object }) => object === 'department').toReversed()
  expect(lines.map(({ record, details }) => [record, details])).toEqual([
    [id, { done: 'create', fields: ['name', 'code'] }],
    [null, { done: 'create', count: 1 }],
    [id, { done: 'update', fields: ['name'] }],
    [below, { done: 'delete' }],
    [below, { done: 'undelete' }],
  ])
  expect(lines[0]).toMatchObject({ account: 'admin', address: '127.0.0.1', session: expect.stringMatching(/^token /) })
})

test('secrets of connections leave a line that says which, never what they are', async () => {
  const name = 'log_service'
  const label = { en: name, 'zh-CN': name }
  const definition = { name, label, baseUrl: 'https://example.com/', auth: { type: 'bearer' } }
  const put = [{ kind: 'connection', definition }]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  expect((await api.admin.put(`/api/connections/${name}/secrets`, { secret: 'told to nobody' })).status).toBe(204)
  const [line] = await linesOf('action=secrets')
  expect(line).toMatchObject({ details: { path: `PUT /api/connections/${name}/secrets`, changed: ['secret'] } })
  expect(JSON.stringify(line)).not.toContain('nobody')
})

test('printing takes the right to, tells who prints, and is told', async () => {
  const printed = await writer.post('/api/records/log_note/print', { id: ours })
  expect(printed).toMatchObject({
    status: 200,
    body: { data: [{ id: ours, title: 'ours' }], printed: { account: 'log_writer', at: expect.any(String) } },
  })
  expect(printed.text).not.toContain('pay')
  expect(await writer.post('/api/records/log_note/print', { id: hidden })).toMatchObject({ status: 404 })
  const payroll = await api.as('log_payroll', ['log_payroll'])
  expect(await payroll.post('/api/records/log_note/print', { id: ours })).toMatchObject({ status: 403 })
  const list = await writer.post('/api/records/log_note/print', { fields: ['title'], sort: 'title' })
  expect(list.body).toMatchObject({ data: [{ title: 'ours' }], columns: [{ path: 'title', label: 'text' }] })
  const [one, whole] = (await linesOf('action=print')).toReversed()
  expect(one).toMatchObject({ account: 'log_writer', record: ours, rows: 1 })
  expect(whole).toMatchObject({ record: null, rows: 1, details: { sort: 'title', fields: ['title'] } })
})

test('the log opens to its right alone, and leaves by another', async () => {
  expect((await writer.get('/api/operation-log')).status).toBe(403)
  const auditor = await api.as('log_auditor', ['log_auditor'])
  expect((await auditor.get('/api/me')).body.platformRights).toEqual(['log'])
  expect((await auditor.get('/api/operation-log')).status).toBe(200)
  expect((await auditor.get('/api/operation-log/export')).status).toBe(403)
  const taker = await api.as('log_taker', ['log_taker'])
  const file = await taker.get('/api/operation-log/export?action=print')
  expect(file.text.split('\r\n')).toHaveLength(4)
  expect((await linesOf('action=log_export'))[0]).toMatchObject({
    account: 'log_taker',
    details: { actions: ['print'] },
  })
})

test('pages follow each other without gaps, and filters hold together', async () => {
  const all = await linesOf('')
  const paged: Line[] = []
  let after = ''
  do {
    const { body } = await api.admin.get(
      `/api/operation-log?limit=4${after && `&after=${after}`}&to=2100-01-01T00:00:00Z`,
    )
    paged.push(...body.data)
    after = body.page.after ?? ''
  } while (after !== '')
  expect(paged.slice(-all.length)).toEqual(all)
  expect(await linesOf('action=print&outcome=refused')).toEqual([])
  expect((await linesOf(`record=${ours}&object=log_note`)).every(({ record }) => record === ours)).toBe(true)
  for (const query of ['after=x', 'from=yesterday', 'outcome=maybe', 'wrong=1', 'limit=0'])
    expect((await api.admin.get(`/api/operation-log?${query}`)).status).toBe(400)
})

test('nobody changes the log, not even with the database account of the program', async () => {
  for (const text of ['update fw_operation set actor = null', 'delete from fw_operation', 'truncate fw_operation'])
    await expect(api.db.query({ text })).rejects.toThrow('never changed')
})

async function publish(change: object): Promise<number> {
  const { body, status, text } = await api.admin.post('/api/metadata/publish', change)
  expect(status, text).toBe(200)
  return body.revision
}
const latest = async (action: string) => (await linesOf(`action=${action}`))[0]!.details
const count = async (action: string) => (await linesOf(`action=${action}`)).length
const patch = (kind: string, name: string, changes: object) => ({ patch: [{ kind, name, patch: changes }] })

test('a publication is told with what it changed, also where it takes another back or switches rights off', async () => {
  const opened = await publish(
    patch('role', 'log_writer', { grants: { log_note: { operations: ['read', 'export'] } } }),
  )
  expect(await latest('permission')).toMatchObject({ documents: ['role/log_writer'], revision: opened })
  const reverted = await api.admin.post(`/api/metadata/revisions/${opened}/revert`, {})
  expect(reverted.status, reverted.text).toBe(200)
  const told = { documents: ['role/log_writer'], count: 1, revision: reverted.body.revision }
  expect(await latest('publish')).toMatchObject(told)
  expect(await latest('permission')).toMatchObject(told)

  const rights = { name: 'log_rights', label: label('Rights', '权限'), value: true }
  const access = { 'x-object': { access: { parameter: 'log_rights' } } }
  await publish({ put: [{ kind: 'parameter', definition: rights }], ...patch('object', 'log_note', access) })
  expect((await latest('permission')).documents).toEqual(
    expect.arrayContaining(['object/log_note', 'parameter/log_rights']),
  )
  const off = await publish(patch('parameter', 'log_rights', { value: false }))
  expect(await latest('permission')).toMatchObject({ documents: ['parameter/log_rights'], revision: off })
  await publish(patch('object', 'log_note', { properties: { title: { 'x-field': { sensitive: true } } } }))
  expect((await latest('permission')).documents).toEqual(['object/log_note'])

  const before = await count('permission')
  await publish(
    patch('object', 'log_note', { properties: { title: { 'x-field': { label: label('Title', '标题') } } } }),
  )
  expect(await latest('publish')).toMatchObject({ documents: ['object/log_note'], count: 1 })
  expect(await count('permission')).toBe(before)
})
