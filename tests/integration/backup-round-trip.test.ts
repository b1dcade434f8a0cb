import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDatabase, newId, type Database } from '@fieldwork/database'
import { createDiskStore, storageKey } from '@fieldwork/records'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createArchive } from '../../apps/server/src/backup/archive/archive-writer.ts'
import { restoreBackup, takeBackup, verifyBackup } from '../../apps/server/src/index.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { createTestDatabase } from '../support/database.ts'
import { buildOf, contentsOf } from '../support/workspace-contents.ts'

let api: ApiServer
let folder: string
const quiet = { signal: new AbortController().signal, onProgress: async () => undefined }
const call = { actor: null, details: {} }
const storeOf = (name: string) => createDiskStore(join(folder, name))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backup-'))
  api = await startApi({ content: 'demo' })
})

afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

function take(db: Database, path: string, { passphrase = null as string | null, store = storeOf('files') } = {}) {
  const keep = (stream: Readable) => pipeline(stream, createWriteStream(path))
  return takeBackup({ ...quiet, db, files: store, workspace: 'Test', passphrase, withFiles: true, keep })
}

async function emptyDatabase(): Promise<{ db: Database; drop(): Promise<void> }> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  return {
    db,
    drop: async () => {
      await db.close()
      await database.drop()
    },
  }
}

const restore = (
  db: Database,
  path: string,
  { passphrase = null as string | null, store = storeOf('restored') } = {},
) =>
  restoreBackup({
    ...quiet,
    db,
    files: store,
    open: async () => createReadStream(path),
    passphrase,
    actor: null,
    call,
  })

const verify = (path: string, { kind = 'file' as const, passphrase = null as string | null } = {}) =>
  verifyBackup({
    ...quiet,
    db: api.db,
    extensions: api.catalog().extensions,
    open: async () => createReadStream(path),
    passphrase,
    kind,
  })

async function addFile(content: string): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const id = newId()
  const key = storageKey({ sha256, id })
  await storeOf('files').put(key, Readable.from([Buffer.from(content)]), content.length)
  await api.db.query({
    text: `insert into fw_file (id, name, size, type, sha256, storage_key, stored) values ($1, 'a.txt', $2, 'text/plain', $3, $4, true)`,
    values: [id, content.length, sha256, key],
  })
  return key
}

test('PLAT-83 a backup restored into an empty database is the same workspace, row by row and key by key', async () => {
  const key = await addFile('hello')
  const path = join(folder, 'whole.tar.gz')
  const taken = await take(api.db, path)
  expect(taken.size).toBe((await stat(path)).size)
  expect(taken.content.files).toEqual({ count: 1, bytes: 5, missing: 0 })

  const target = await emptyDatabase()
  const restored = await restore(target.db, path)
  expect(await contentsOf(target.db)).toEqual(await contentsOf(api.db))
  expect(await buildOf(target.db)).toEqual(await buildOf(api.db))
  expect(restored.rows).toBe(taken.content.rows)
  expect(restored.revision).toBe(taken.content.revision + 1)
  expect(await storeOf('restored').head(key)).toBe(5)
  await target.drop()
})

test('a changed, shortened or foreign file is refused and leaves the workspace as it was', async () => {
  const path = join(folder, 'plain.tar.gz')
  await take(api.db, path)
  const whole = await readFile(path)
  const before = await contentsOf(api.db)
  const changed = Buffer.from(whole)
  changed[Math.floor(whole.length / 2)]! ^= 0x55
  const files = {
    changed,
    shortened: whole.subarray(0, whole.length - 40_000),
    foreign: Buffer.from('no backup at all'),
  }
  for (const [name, content] of Object.entries(files)) {
    const wrong = join(folder, `${name}.tar.gz`)
    await writeFile(wrong, content)
    await expect(restore(api.db, wrong), name).rejects.toMatchObject({ code: 'backup_damaged' })
    expect((await verify(wrong)).ok, name).toBe(false)
  }
  expect(await contentsOf(api.db)).toEqual(before)
  expect(await schemas(api.db)).toEqual(['main'])
})

test('a sealed backup opens with its passphrase only', async () => {
  const path = join(folder, 'sealed.bin')
  await take(api.db, path, { passphrase: '正确的口令' })
  const content = await readFile(path)
  expect(content.includes('fw_identity')).toBe(false)
  await expect(verify(path)).rejects.toMatchObject({ code: 'backup_passphrase' })
  await expect(verify(path, { passphrase: 'wrong' })).rejects.toMatchObject({ code: 'backup_passphrase' })
  expect(await verify(path, { passphrase: '正确的口令' })).toMatchObject({ ok: true })
  content[content.length - 1]! ^= 1
  await writeFile(path, content)
  expect(await verify(path, { passphrase: '正确的口令' })).toMatchObject({ ok: false })
})

test('PROC-80 a test of a backup loads it aside and leaves nothing behind', async () => {
  const path = join(folder, 'tested.tar.gz')
  const { content } = await take(api.db, path)
  const found = await verifyBackup({
    ...quiet,
    db: api.db,
    open: async () => createReadStream(path),
    passphrase: null,
    kind: 'database',
    extensions: api.catalog().extensions,
  })
  expect(found).toMatchObject({ ok: true, kind: 'database', rows: content.rows, message: null })
  expect(await schemas(api.db)).toEqual(['main'])
})

test('a backup of a newer program is refused with both versions, before anything is loaded', async () => {
  const path = join(folder, 'newer.tar.gz')
  const archive = createArchive(null)
  const header = { format: 'fieldwork-backup', version: 1, systemVersion: 9_999, structure: { tables: [] } }
  const written = pipeline(archive.stream, createWriteStream(path))
  await archive.add('backup.json', Buffer.from(JSON.stringify(header)))
  archive.end()
  await written
  await expect(restore(api.db, path)).rejects.toMatchObject({ code: 'backup_newer', status: 409 })
  expect(await verify(path)).toMatchObject({ ok: false, message: { en: expect.stringContaining('9999') } })
})

async function schemas(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>({
    text: `select nspname as name from pg_namespace where nspname like 'main%' order by 1`,
  })
  return rows.map(({ name }) => name)
}
