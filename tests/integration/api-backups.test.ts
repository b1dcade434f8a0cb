import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followSchedule } from '../../apps/server/src/backup/index.ts'
import { ADMIN_PASSWORD, clientOf, startApi, type ApiServer, type Client } from '../support/api-server.ts'

let api: ApiServer
let folder: string
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backups-'))
  api = await startApi({ settings: { DATA_DIR: folder } })
  const properties = {
    name: { type: 'string', 'x-field': { type: 'text', label: both('Name', '名称') } },
    number: { type: 'string', 'x-field': { type: 'auto-number', label: both('Number', '编号'), format: 'T-{000}' } },
  }
  const definition = {
    name: 'thing',
    type: 'object',
    properties,
    'x-object': { label: both('Thing', '物品'), nameField: 'name' },
  }
  const role = (name: string, rights: string[]) => ({
    kind: 'role',
    definition: { name, label: both(name, name), rights, grants: {} },
  })
  const put = [
    { kind: 'object', definition },
    role('keeper', ['backup']),
    role('carrier', ['backup_download']),
    role('restorer', ['backup_restore']),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  if (published.status !== 200) throw new Error(published.text)
})

afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Waits until nothing is done to a backup any more. */
async function ended(client: Client, id: string) {
  for (let round = 0; round < 600; round++) {
    const { body } = await client.get(`/api/backups/${id}`)
    if (!['queued', 'running'].includes(body.work?.state ?? '')) return body
    await sleep(50)
  }
  throw new Error('the work on the backup did not end')
}

async function made(client: Client = api.admin, body: object = {}) {
  const begun = await client.post('/api/backups', body)
  expect(begun.status, begun.text).toBe(202)
  return ended(client, begun.body.id)
}

const namesOf = async (client: Client) =>
  (await client.get('/api/records/thing?fields=name,number&sort=number')).body.data.map(
    ({ name, number }: { name: string; number: string }) => `${number} ${name}`,
  )

test('PLAT-83 a restoration brings the workspace back as it was, and everybody logs in again', async () => {
  await api.admin.post('/api/records/thing', { name: 'first' })
  const login = await api.send({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'admin', password: ADMIN_PASSWORD },
  })
  const cookie = String(login.headers['set-cookie']).split(';')[0]!
  const backup = await made()
  expect(backup).toMatchObject({ state: 'done', encrypted: false, error: null })
  await api.admin.post('/api/records/thing', { name: 'second' })
  const revision = api.catalog().revision

  const preview = await api.admin.get(`/api/backups/${backup.id}/restore`)
  expect(preview.body.objects).toContainEqual({ object: 'thing', label: 'Thing', before: 2, after: 1 })
  const wrong = await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'yes' })
  expect(wrong.body.problems).toMatchObject([{ pointer: '/confirm' }])
  const begun = await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: preview.body.confirm })
  expect(begun.status, begun.text).toBe(202)
  const restored = await ended(api.admin, backup.id)
  expect(restored.restored_at).not.toBeNull()

  expect(await namesOf(api.admin)).toEqual(['T-001 first'])
  expect((await api.admin.post('/api/records/thing', { name: 'third' })).body.number).toBe('T-002')
  expect(api.catalog().revision).toBeGreaterThan(revision)
  const me = await api.send({ method: 'GET', url: '/api/me', headers: { cookie } })
  expect(me.status).toBe(401)
  const list = (await api.admin.get('/api/backups')).body.data
  expect(list.map(({ reason }: { reason: string }) => reason)).toEqual(['restore', 'manual'])
  const log = (await api.admin.get('/api/operation-log?limit=50')).body.data
  const actions = log.map(({ action }: { action: string }) => action)
  expect(actions).toContain('restore')
  expect(actions.filter((action: string) => action === 'backup')).toHaveLength(2)
})

test('PLAT-63 making, taking away and restoring a backup are authorised apart', async () => {
  const backup = await made()
  const people = {
    keeper: await api.as('keeper_1', ['keeper']),
    carrier: await api.as('carrier_1', ['carrier']),
    restorer: await api.as('restorer_1', ['restorer']),
    nobody: await api.as('nobody_1', []),
  }
  const calls: Record<string, (client: Client) => Promise<{ status: number }>> = {
    start: (client) => client.post('/api/backups', {}),
    download: (client) => client.get(`/api/backups/${backup.id}/content`),
    preview: (client) => client.get(`/api/backups/${backup.id}/restore`),
    restore: (client) => client.post(`/api/backups/${backup.id}/restore`, { confirm: 'no' }),
    schedule: (client) => client.get('/api/backups/schedule'),
    list: (client) => client.get('/api/backups'),
  }
  const expected = {
    keeper: { start: 202, download: 403, preview: 403, restore: 403, schedule: 200, list: 200 },
    carrier: { start: 403, download: 200, preview: 403, restore: 403, schedule: 403, list: 200 },
    restorer: { start: 403, download: 403, preview: 200, restore: 422, schedule: 403, list: 200 },
    nobody: { start: 403, download: 403, preview: 403, restore: 403, schedule: 403, list: 403 },
  }
  const found: Record<string, Record<string, number>> = {}
  for (const [person, client] of Object.entries(people)) {
    found[person] = {}
    for (const [name, call] of Object.entries(calls)) found[person][name] = (await call(client)).status
  }
  expect(found).toEqual(expected)
  const { body } = await api.admin.get('/api/backups')
  await ended(api.admin, body.data[0].id)
})

test('NFR-13 a download is written down, and goes on where it stopped', async () => {
  const backup = await made()
  const whole = await api.app.inject({
    method: 'GET',
    url: `/api/backups/${backup.id}/content`,
    headers: { authorization: await tokenOf() },
  })
  expect(whole.rawPayload.length).toBe(backup.size)
  const rest = await api.app.inject({
    method: 'GET',
    url: `/api/backups/${backup.id}/content`,
    headers: { authorization: await tokenOf(), range: `bytes=${backup.size - 10}-` },
  })
  expect(rest.statusCode).toBe(206)
  expect(rest.rawPayload.equals(whole.rawPayload.subarray(-10))).toBe(true)
  const log = (await api.admin.get('/api/operation-log?action=backup_download')).body.data
  expect(log[0]).toMatchObject({ outcome: 'done', actor: { label: expect.any(String) } })
})

async function tokenOf(): Promise<string> {
  const login = await api.send({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'admin', password: ADMIN_PASSWORD },
  })
  const headers = { cookie: String(login.headers['set-cookie']).split(';')[0]!, 'x-csrf-token': login.body.csrf }
  const made = await api.send({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'raw' } })
  return `Bearer ${made.body.token}`
}

test('PROC-80 a test tells whether a backup can be restored, also of a file that was changed', async () => {
  const backup = await made(api.admin, { passphrase: 'open sesame' })
  const url = `/api/backups/${backup.id}/verify`
  await api.admin.post(url, { passphrase: 'wrong' })
  expect((await ended(api.admin, backup.id)).work.error).toMatchObject({ code: 'backup_passphrase' })
  await api.admin.post(url, { passphrase: 'open sesame' })
  expect((await ended(api.admin, backup.id)).verified).toMatchObject({ ok: true, kind: 'database' })
  const path = join(folder, 'backups', backup.name)
  const content = await readFile(path)
  content[content.length - 100]! ^= 1
  await writeFile(path, content)
  await api.admin.post(url, { passphrase: 'open sesame', kind: 'file' })
  expect((await ended(api.admin, backup.id)).verified).toMatchObject({ ok: false, kind: 'file' })

  const before = await namesOf(api.admin)
  await api.admin.post(`/api/backups/${backup.id}/restore`, {
    confirm: 'Fieldwork',
    passphrase: 'open sesame',
    keep: false,
  })
  expect((await ended(api.admin, backup.id)).work.error).toMatchObject({ code: 'backup_damaged' })
  expect(await namesOf(api.admin)).toEqual(before)
})

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000)

test('the schedule makes one backup for each moment and keeps as many as it says', async () => {
  const schedule = { enabled: true, cron: '*/5 * * * *', keep: 2, with_files: true, sealed: false }
  expect((await api.admin.put('/api/backups/schedule', { ...schedule, cron: 'now and then' })).status).toBe(422)
  const stored = await api.admin.put('/api/backups/schedule', schedule)
  expect(stored.body, stored.text).toMatchObject({ ...schedule, days: null, time_zone: 'Asia/Shanghai' })
  const deps = { ...api.deps, timeZone: 'Asia/Shanghai' }
  expect(await followSchedule(deps, new Date())).toBe(false)
  for (const minutes of [6, 12, 30, 36]) {
    expect(await followSchedule(deps, soon(minutes))).toBe(true)
    const { body } = await api.admin.get('/api/backups')
    expect((await ended(api.admin, body.data[0].id)).state).toBe('done')
    expect(await followSchedule(deps, soon(minutes))).toBe(false)
  }
  await api.deps.backups.expire({ keep: 2, days: null })
  const list = (await api.admin.get('/api/backups')).body.data
  expect(list.filter(({ reason }: { reason: string }) => reason === 'schedule')).toHaveLength(2)
  const files = await readdir(join(folder, 'backups'))
  expect(files.filter((name) => name !== 'incoming')).toHaveLength(
    list.filter(({ name }: { name: string | null }) => name !== null).length,
  )
  expect((await clientOf(api.send, 'admin', ADMIN_PASSWORD)).get).toBeTypeOf('function')
})

test('one thing is done at a time, and a backup is deleted with its file', async () => {
  const first = await api.admin.post('/api/backups', {})
  const second = await api.admin.post('/api/backups', {})
  expect([first.status, second.status, second.body.code]).toEqual([202, 409, 'backup_busy'])
  const backup = await ended(api.admin, first.body.id)
  expect((await api.admin.delete(`/api/backups/${backup.id}`)).status).toBe(204)
  expect((await api.admin.get(`/api/backups/${backup.id}`)).status).toBe(404)
  expect(await readdir(join(folder, 'backups'))).not.toContain(backup.name)
})
