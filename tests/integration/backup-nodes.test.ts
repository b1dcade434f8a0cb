import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, type Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkspace } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'
import { startProcess, type ServerProcess } from '../support/server-process.ts'
import { PASSWORD, sessionOn } from '../support/two-nodes.ts'
import { contentsOf } from '../support/workspace-contents.ts'

let database: TestDatabase
let db: Database
let folder: string
let a: ServerProcess
let b: ServerProcess

const label = (en: string) => ({ en, 'zh-CN': en })
const title = { type: 'string', 'x-field': { type: 'text', label: label('Title') } }
const object = (name: string, more: object = {}) => ({
  kind: 'object',
  definition: {
    name,
    type: 'object',
    'x-object': { label: label(name), nameField: 'title' },
    properties: { title, ...more },
  },
})

const start = () => startProcess(database.url, { DATA_DIR: folder, PACKAGES: 'platform' })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-backup-nodes-'))
  database = await createWorkspace('platform')
  db = createDatabase({ url: database.url })
  a = await start()
  b = await start()
  await change(a, 'POST', '/api/metadata/publish', { put: [object('parcel')] })
})

afterAll(async () => {
  await Promise.all([a.stop(), b.stop()])
  await db.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function change(node: ServerProcess, method: string, path: string, body?: unknown) {
  const answer = await node.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Of the database itself, for a restoration ends every session of people. */
async function backupIn(id: string) {
  const { rows } = await db.query<{ state: string; restored: boolean; work: string | null; code: string | null }>({
    text: `select b.state, b.restored_at is not null as restored, t.state as work, t.error->>'code' as code
      from fw_backup b left join fw_task t on t.id = b.task where b.id = $1`,
    values: [id],
  })
  return rows[0]!
}

async function made(node: ServerProcess): Promise<string> {
  const { id } = await change(node, 'POST', '/api/backups', {})
  await expect.poll(async () => (await backupIn(id)).work, { timeout: 20_000 }).toBe('done')
  return id
}

test('PLAT-83 after a restoration on one node the other serves the restored state at its next request', async () => {
  await change(a, 'POST', '/api/users', { username: 'ann', name: 'Ann', roles: ['administrator'], password: PASSWORD })
  const ann = await sessionOn(b, 'ann')
  const token = (await ann('POST', 'tokens', { name: 'kept' })).body.token as string
  const onB = (method: string, path: string, body?: object) =>
    fetch(`${b.url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const kept = (await change(a, 'POST', '/api/records/parcel', { title: 'kept' })).id as string
  const id = await made(a)
  await change(a, 'POST', '/api/metadata/publish', {
    put: [object('parcel', { extra: title }), object('later')],
  })
  const lost = (await change(a, 'POST', '/api/records/parcel', { title: 'lost', extra: 'x' })).id as string
  expect((await onB('GET', `records/parcel/${lost}`)).status).toBe(200)
  expect((await onB('POST', 'records/later', { title: 'x' })).status).toBe(201)

  await change(a, 'POST', `/api/backups/${id}/restore`, { confirm: 'Fieldwork', keep: false })
  await expect.poll(async () => (await backupIn(id)).restored, { timeout: 20_000, interval: 2 }).toBe(true)
  const list = await onB('GET', 'records/parcel?fields=title')
  expect([list.status, ((await list.json()) as { data: unknown[] }).data]).toMatchObject([200, [{ title: 'kept' }]])
  expect((await onB('GET', `records/parcel/${lost}`)).status).toBe(404)
  expect((await onB('POST', 'records/later', { title: 'x' })).status).toBe(404)
  expect((await onB('POST', 'records/parcel', { title: 'y', extra: 'x' })).status).toBe(422)
  expect((await onB('PATCH', `records/parcel/${kept}`, { title: 'changed' })).status).toBe(200)
  expect((await ann('GET', 'me')).status).toBe(401)
})

test('a server that is killed in a restoration leaves the workspace as it was, and the next one says so', async () => {
  await Promise.all([a.stop(), b.stop()])
  a = await start()
  const id = await made(a)
  const before = await contentsOf(db)
  const holder = db.createClient()
  await holder.connect()
  await holder.query('begin; lock table fw_setting in access share mode')
  await change(a, 'POST', `/api/backups/${id}/restore`, { confirm: 'Fieldwork' })
  const waiting = { text: `select from pg_stat_activity where query ilike 'lock table%' and wait_event_type = 'Lock'` }
  await expect.poll(async () => (await db.query(waiting)).rowCount, { timeout: 20_000, interval: 5 }).not.toBe(0)
  await a.kill()
  await holder.end()
  expect(await contentsOf(db)).toEqual(before)

  a = await start()
  await expect.poll(async () => (await backupIn(id)).work, { timeout: 20_000 }).toBe('failed')
  expect(await backupIn(id)).toMatchObject({ state: 'done', restored: false, code: 'restore_interrupted' })
  const schemas = { text: `select nspname as name from pg_namespace where nspname like 'main%'` }
  await expect.poll(async () => (await db.query(schemas)).rows, { timeout: 20_000 }).toEqual([{ name: 'main' }])
  b = await start()
  const open = { text: `select from fw_backup where state in ('queued', 'running')` }
  expect((await db.query(open)).rowCount).toBe(0)
})
