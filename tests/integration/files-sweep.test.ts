import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { newId } from '@fieldwork/database'
import {
  createDiskStore,
  createFiles,
  lookForLeftovers,
  type Actor,
  type Files,
  type FileStore,
} from '@fieldwork/records'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { composeServer, readConfig } from '../../apps/server/src/index.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer
let folder: string
let store: FileStore
let deps: Awaited<ReturnType<typeof composeServer>>['deps']
let actor: Actor

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-sweep-'))
  // the same folder: either server may be the one that sweeps
  api = await startApi({ settings: { DATA_DIR: folder } })
  const put = [putObject('memo', { paper: fieldOf('file') })]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  const { body } = await api.admin.get('/api/me')
  actor = { ...body.user, roles: [], administrator: true, locale: 'en' }
  store = createDiskStore(join(folder, 'files'))
  deps = (await composeServer(readConfig({ DATA_DIR: folder, DEMO: '0' }), api.db)).deps
})

afterAll(async () => {
  await deps.registry.close()
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

const upload = (words: string, door: Files = deps.files) =>
  door.upload(actor, { name: 'a.txt', type: 'text/plain', content: Readable.from([Buffer.from(words)]) })

const aged = (id: string) =>
  api.db.query({ text: `update fw_file set created_at = now() - interval '25 hours' where id = $1`, values: [id] })

async function contents(): Promise<number> {
  const found = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })
  return found.filter((each) => each.isFile()).length
}

async function swept(): Promise<void> {
  await lookForLeftovers(api.db, { folder: join(folder, 'uploads'), catalog: deps.registry.catalog })
  await vi.waitFor(
    async () => {
      const { rows } = await api.db.query({
        text: `select from fw_file where record_id is null and created_at < now() - interval '24 hours'`,
      })
      expect(rows).toHaveLength(0)
    },
    { timeout: 10_000 },
  )
}

const known = async (id: string): Promise<boolean> =>
  (await api.db.query({ text: 'select from fw_file where id = $1', values: [id] })).rowCount === 1

test('uploads that no record takes go after a day; those of records and new ones stay', async () => {
  const [unused, fresh, taken] = [await upload('unused'), await upload('fresh'), await upload('taken')]
  await deps.records.create(actor, { object: 'memo', values: { name: 'm', paper: taken.id } })
  for (const { id } of [unused, taken]) await aged(id)
  await swept()
  expect([await known(unused.id), await known(fresh.id), await known(taken.id)]).toEqual([false, true, true])
  await vi.waitFor(async () => expect(await contents()).toBe(2))
})

test('a process that dies between the store and the commit leaves only what the sweep finds', async () => {
  const dying: FileStore = {
    ...store,
    async put(key, content, size) {
      await store.put(key, content, size)
      throw new Error('killed')
    },
  }
  const door = createFiles({
    ...deps,
    timeZone: 'UTC',
    store: dying,
    folder: join(folder, 'uploads'),
    maxBytes: 1 << 20,
  })
  const before = await contents()
  await expect(upload('half', door)).rejects.toThrow('killed')
  expect(await contents()).toBe(before + 1)
  const { rows } = await api.db.query<{ id: string }>({ text: 'select id from fw_file where not stored' })
  expect(rows).toHaveLength(1)
  const { id } = rows[0]!
  await expect(deps.files.open(actor, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(deps.records.create(actor, { object: 'memo', values: { name: 'm', paper: id } })).rejects.toMatchObject({
    code: 'validation_failed',
  })
  await aged(id)
  await swept()
  expect(await known(id)).toBe(false)
  await vi.waitFor(async () => expect(await contents()).toBe(before))
})

test('files of a record that is purged go with it', async () => {
  const file = await upload('doomed')
  const { id } = await deps.records.create(actor, { object: 'memo', values: { name: 'm', paper: file.id } })
  await api.db.query({ text: 'delete from memo where id = $1', values: [id] })
  const old = await upload(newId())
  await aged(old.id)
  await swept()
  expect(await known(file.id)).toBe(false)
})
