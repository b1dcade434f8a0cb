import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { addJobs, createJobs, prepareJobs } from '@fieldwork/automation'
import { createDatabase } from '@fieldwork/database'
import { createDiskStore } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { restoreBackup, takeBackup } from '../../apps/server/src/index.ts'
import { startApi } from '../support/api-server.ts'
import type { ApiServer } from '../support/api-server.ts'
import { createTestDatabase } from '../support/database.ts'

let api: ApiServer
let folder: string
const quiet = { signal: new AbortController().signal, onProgress: async () => undefined }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backup-'))
  api = await startApi()
})
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a restored workspace goes on with what was told and what was due, although it has no jobs', async () => {
  const [path, files] = [join(folder, 'backup'), createDiskStore(join(folder, 'files'))]
  const { db } = api
  await db.query({ text: 'create table due (name text primary key)' })
  await db.query({ text: `insert into due values ('a'), ('b')` })
  await addJobs(db, [{ task: 'note', payload: 'a', key: 'due:a' }])
  await db.query({
    text: `insert into fw_outbox (event, listener) select n, 'workflow:x' from generate_series(1, 3) n`,
  })
  await db.query({ text: `insert into fw_worker (pool, host) values ('pool-of-then', 'there')` })
  await db.query({
    text: `insert into fw_delivery (id, channel, key, state, message)
      select gen_random_uuid(), 'mail', s, s, '{"kind": "x", "title": {}}' from unnest('{queued,sent,failed}'::text[]) s`,
  })
  const keep = (stream: Readable) => pipeline(stream, createWriteStream(path))
  await takeBackup({ ...quiet, db, files, workspace: 'Test', passphrase: null, withFiles: true, keep })

  const database = await createTestDatabase()
  const restored = createDatabase({ url: database.url })
  const open = async () => createReadStream(path)
  const call = { actor: null, details: {} }
  await restoreBackup({ ...quiet, db: restored, files, open, passphrase: null, actor: null, call })
  await prepareJobs(restored)
  const deliveries = await restored.query({
    text: `select key, state, error ->> 'code' as code from fw_delivery order by key`,
  })
  // what was on its way has gone out since the backup was taken: nobody gets it twice
  expect(deliveries.rows).toEqual([
    { key: 'failed', state: 'failed', code: null },
    { key: 'queued', state: 'skipped', code: 'restored' },
    { key: 'sent', state: 'sent', code: null },
  ])
  expect((await restored.query({ text: 'select from fw_worker' })).rowCount).toBe(0)
  await restored.query({ text: `insert into fw_outbox (event, listener) values (4, 'workflow:x')` })

  const done: unknown[] = []
  const jobs = createJobs({
    db: restored,
    log: restored.log,
    tasks: {
      async note(job, deps) {
        await deps.db.query({ text: 'delete from due where name = $1', values: [job.payload] })
        done.push(job.payload)
      },
    },
    consumers: { workflow: async (_tx, rows) => rows.map(({ event }) => ({ task: 'note', payload: event })) },
    reconcilers: [
      async (tx) => {
        const { rows } = await tx.query<{ name: string }>({ text: 'select name from due' })
        return rows.map(({ name }) => ({ task: 'note', payload: name, key: `due:${name}` }))
      },
    ],
  })
  await jobs.start()
  await vi.waitFor(() => expect(done.toSorted()).toEqual(['1', '2', '3', '4', 'a', 'b']), { timeout: 5_000 })
  await jobs.stop()
  await restored.close()
  await database.drop()
})
