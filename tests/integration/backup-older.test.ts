import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createDatabase, newestVersion, type Database } from '@fieldwork/database'
import { createDiskStore } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup, verifyBackup } from '../../apps/server/src/index.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { buildOf } from '../support/workspace-contents.ts'

/**
 * Made by the first program that made backups, whose system tables were at version 22: the platform, an object `thing`
 * with three records of which one is deleted, a role, a file. The administrator's password is that of the tests.
 */
const fixture = fileURLToPath(new URL('../fixtures/backups/system-22.tar.gz', import.meta.url))
const source = { open: async () => createReadStream(fixture), passphrase: null }
const quiet = { signal: new AbortController().signal, onProgress: async () => undefined }
let folder: string
let database: TestDatabase
let db: Database
let fresh: ApiServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-older-'))
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  fresh = await startApi()
})

afterAll(async () => {
  await fresh.stop()
  await db.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

test('PROC-80 a test of a backup of an older program tells that it can be restored', async () => {
  const found = await verifyBackup({
    ...quiet,
    ...source,
    db: fresh.db,
    extensions: fresh.catalog().extensions,
    kind: 'database',
  })
  expect(found).toMatchObject({ ok: true, files: 1, message: null })
})

test('PLAT-83 a backup of an older program is brought up to date and works on', async () => {
  const files = createDiskStore(join(folder, 'files'))
  const call = { actor: null, details: {} }
  const restored = await restoreBackup({ ...quiet, ...source, db, files, actor: null, call })
  expect(restored.header.systemVersion).toBe(22)
  const { rows } = await db.query<{ version: number }>({ text: 'select version from fw_migration order by 1' })
  expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: newestVersion() }, (_, index) => index + 1))

  const server = await startApi({ settings: { DATA_DIR: folder }, database })
  const things = await server.admin.get('/api/records/thing?fields=name,number,price,parent&sort=number')
  expect(things.body.data).toMatchObject([
    { number: 'T-001', name: '旧记录 first', price: 12.5, parent: null },
    { number: 'T-002', name: 'second', price: 8, parent: { label: '旧记录 first' } },
  ])
  const made = await server.admin.post('/api/records/thing', { name: 'new', parent: things.body.data[0].id })
  expect(made.body, made.text).toMatchObject({ number: 'T-004' })
  const [file] = (await db.query<{ key: string }>({ text: 'select storage_key as key from fw_file' })).rows
  expect(String(await buffer((await files.get(file!.key))!))).toBe('kept in an old backup')
  await server.stop()
})

const ofSystem = (lines: string[]) => lines.filter((line) => !/\bthing/.test(line))
const between = (a: string[], b: string[]) => a.filter((line) => !b.includes(line))

test('its tables are then built as those of a new workspace', async () => {
  const [older, newer] = [ofSystem(await buildOf(db)), ofSystem(await buildOf(fresh.db))]
  expect({ missing: between(newer, older), left: between(older, newer) }).toEqual({ missing: [], left: [] })
})
