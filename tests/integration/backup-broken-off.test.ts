import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { newId } from '@fieldwork/database'
import { createDiskStore, storageKey } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { contentsOf } from '../support/workspace-contents.ts'

let api: ApiServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-broken-off-'))
  api = await startApi({ settings: { DATA_DIR: folder } })
})

afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

const stateOf = async (id: string) => (await api.admin.get(`/api/backups/${id}`)).body
const isOpen = ({ work }: { work: { state: string } | null }) => ['queued', 'running'].includes(work?.state ?? '')

/** What became of the work on a backup. */
async function ended(id: string) {
  await expect.poll(async () => isOpen(await stateOf(id)), { timeout: 20_000 }).toBe(false)
  return stateOf(id)
}

async function made() {
  const begun = await api.admin.post('/api/backups', {})
  expect(begun.status, begun.text).toBe(202)
  return ended(begun.body.id)
}

/** Holds a table while something else is done, so that whoever needs it waits. */
async function holding(table: string, mode: string, work: () => Promise<void>): Promise<void> {
  const holder = api.db.createClient()
  await holder.connect()
  try {
    await holder.query(`begin; lock table ${table} in ${mode} mode`)
    await work()
  } finally {
    await holder.end()
  }
}

/** Waits until somebody waits for a table with such a statement. */
async function waiting(pattern: string): Promise<void> {
  const query = {
    text: `select from pg_stat_activity where query ilike $1 and wait_event_type = 'Lock' and datname = current_database()`,
    values: [pattern],
  }
  await expect.poll(async () => (await api.db.query(query)).rowCount, { timeout: 20_000, interval: 5 }).not.toBe(0)
}

const files = async () => (await readdir(join(folder, 'backups'))).filter((name) => name !== 'incoming')
const incoming = () => join(folder, 'backups', 'incoming')
const unfinished = async () => (existsSync(incoming()) ? readdir(incoming()) : [])

async function schemas(): Promise<string[]> {
  const { rows } = await api.db.query<{ name: string }>({
    text: `select nspname as name from pg_namespace where nspname like 'main%' order by 1`,
  })
  return rows.map(({ name }) => name)
}

async function lastLogged(action: string) {
  const { body } = await api.admin.get(`/api/operation-log?action=${action}`)
  return body.data[0]
}

test('a backup that is cancelled stops at once, leaves no file, and the next one is made', async () => {
  await made()
  const kept = await files()
  await holding('fw_event', 'access exclusive', async () => {
    const { body } = await api.admin.post('/api/backups', {})
    await waiting('%pg_%')
    expect((await api.admin.post(`/api/backups/${body.id}/cancel`)).status).toBe(200)
    expect(await ended(body.id)).toMatchObject({ state: 'cancelled', name: null, error: null })
  })
  expect([await files(), await unfinished()]).toEqual([kept, []])
  expect(await lastLogged('backup')).toMatchObject({ outcome: 'cancelled' })
  expect((await made()).state).toBe('done')
})

test('a restoration that is cancelled before it takes effect changes nothing and leaves nothing', async () => {
  const backup = await made()
  const before = await contentsOf(api.db)
  await holding('fw_setting', 'access share', async () => {
    await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'Fieldwork', keep: false })
    await waiting('lock table%')
    expect((await api.admin.post(`/api/backups/${backup.id}/cancel`)).status).toBe(200)
    expect(await ended(backup.id)).toMatchObject({ state: 'done', restored_at: null, work: { state: 'cancelled' } })
  })
  expect(await contentsOf(api.db)).toEqual(before)
  expect(await schemas()).toEqual(['main'])
  expect(await lastLogged('restore')).toMatchObject({ outcome: 'cancelled' })
})

test('a restoration that is cancelled while it keeps the present state leaves no backup under way', async () => {
  const backup = await made()
  const kept = await files()
  await holding('fw_event', 'access exclusive', async () => {
    await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'Fieldwork' })
    await waiting('%pg_%')
    const list = (await api.admin.get('/api/backups')).body.data
    expect(list[0]).toMatchObject({ reason: 'restore', state: 'running', work: { kind: 'backup.restore' } })
    await api.admin.post(`/api/backups/${backup.id}/cancel`)
    expect((await ended(backup.id)).work.state).toBe('cancelled')
    expect(await stateOf(list[0].id)).toMatchObject({ state: 'cancelled', name: null, work: null })
  })
  expect(await files()).toEqual(kept)
})

test('a backup whose file is gone says so to who downloads, tests or restores it', async () => {
  const backup = await made()
  await rm(join(folder, 'backups', backup.name))
  const download = await api.admin.get(`/api/backups/${backup.id}/content`)
  expect(download).toMatchObject({ status: 409, body: { code: 'backup_lost' } })
  await api.admin.post(`/api/backups/${backup.id}/verify`)
  expect((await ended(backup.id)).verified).toMatchObject({ ok: false, message: expect.stringContaining('any more') })
  await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'Fieldwork', keep: false })
  expect((await ended(backup.id)).work.error).toMatchObject({ code: 'backup_lost' })
  expect((await api.admin.delete(`/api/backups/${backup.id}`)).status).toBe(204)
})

async function addFile(content: string): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const id = newId()
  const key = storageKey({ sha256, id })
  await createDiskStore(join(folder, 'files')).put(key, Readable.from([Buffer.from(content)]), content.length)
  await api.db.query({
    text: `insert into fw_file (id, name, size, type, sha256, storage_key, stored) values ($1, 'a.txt', $2, 'text/plain', $3, $4, true)`,
    values: [id, content.length, sha256, key],
  })
  return key
}

test('a file that is missing from the store is counted, and the rest is kept and restored', async () => {
  const [lost, there] = [await addFile('lost'), await addFile('there')]
  await rm(join(folder, 'files', lost))
  const backup = await made()
  expect(backup.content.files).toEqual({ count: 1, bytes: 5, missing: 1 })
  await rm(join(folder, 'files', there))
  await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'Fieldwork', keep: false })
  expect((await ended(backup.id)).restored_at).not.toBeNull()
  const store = createDiskStore(join(folder, 'files'))
  expect([await store.head(lost), await store.head(there)]).toEqual([null, 5])
})

test('a file whose stored content was changed is named, and has the content of its backup again', async () => {
  const [changed, same] = [await addFile('as it was'), await addFile('untouched')]
  const backup = await made()
  const path = join(folder, 'files', changed)
  await writeFile(path, 'not as it')
  await api.admin.post(`/api/backups/${backup.id}/restore`, { confirm: 'Fieldwork', keep: false })
  expect((await ended(backup.id)).restored_at).not.toBeNull()
  expect(await readFile(path, 'utf8')).toBe('as it was')
  expect(await readFile(join(folder, 'files', same), 'utf8')).toBe('untouched')
  expect((await lastLogged('restore')).details).toMatchObject({ damaged: [changed], damagedCount: 1 })
})
