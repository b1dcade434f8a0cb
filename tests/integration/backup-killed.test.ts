import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clearLeftovers, createDatabase, type Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { backupToFile, readConfig, restoreFromFile } from '../../apps/server/src/index.ts'
import { createWorkspace } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'
import { contentsOf } from '../support/workspace-contents.ts'

const script = fileURLToPath(new URL('../support/backup-process.ts', import.meta.url))
vi.setConfig({ testTimeout: 120_000 })
const ROWS = Number(process.env.BACKUP_ROWS ?? 20_000)
let database: TestDatabase
let db: Database
let folder: string
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-killed-'))
  database = await createWorkspace('platform')
  db = createDatabase({ url: database.url })
  await db.query({
    text: `insert into fw_event (object, record_id, op, revision, version, changes)
      select 'user', gen_random_uuid(), 'update', 1, 1, jsonb_build_object('name', md5(i::text))
      from generate_series(1, ${ROWS}) i`,
  })
  env = { DATABASE_URL: database.url, DATA_DIR: folder }
})

afterAll(async () => {
  await db.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const operator = (path: string) => ({ config: readConfig(env), path, passphrase: null, say: () => undefined })

/** Kills the process where it certainly comes by. */
async function killThere(args: string[], isThere: () => Promise<unknown>): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { env: { ...process.env, ...env } })
  const ended = once(child, 'exit')
  const endedBefore = ended.then(([code]) => Promise.reject(new Error(`it ended with ${code} before it came there`)))
  await Promise.race([isThere(), endedBefore])
  child.kill('SIGKILL')
  await ended
}

/** A session that holds a table, or stands in line for it. */
async function holder(table: string, mode: string) {
  const client = db.createClient()
  await client.connect()
  const held = client.query(`begin; lock table ${table} in ${mode} mode`)
  return { held, letGo: () => client.end() }
}

/** What those want to do who wait for a table. */
const waitingFor = async (table: string): Promise<string[]> =>
  (
    await db.query<{ query: string }>({
      text: `select a.query from pg_locks l join pg_stat_activity a using (pid)
        where l.relation = $1::regclass and not l.granted`,
      values: [table],
    })
  ).rows.map(({ query }) => query)

const waits = (table: string, pattern: RegExp) =>
  vi.waitFor(async () => expect(await waitingFor(table)).toContainEqual(expect.stringMatching(pattern)), patience)

const patience = { timeout: 60_000, interval: 20 }

/** Lets whoever reads a table go on look by look, until it stands before such a statement. Returns who holds it there. */
async function stepTo(table: string, pattern: RegExp) {
  let before = await holder(table, 'access exclusive')
  await before.held
  for (;;) {
    await waits(table, /^(?!begin; lock)/)
    if ((await waitingFor(table)).some((query) => pattern.test(query))) return before
    const next = await holder(table, 'access exclusive')
    await waits(table, /^begin; lock/)
    await before.letGo()
    await next.held
    before = next
  }
}

/** Sessions of others that are in the middle of something. */
const atWork = async (): Promise<number | null> =>
  (
    await db.query({
      text: `select from pg_stat_activity
        where xact_start is not null and pid <> pg_backend_pid() and datname = current_database()`,
    })
  ).rowCount

const schemas = async (): Promise<string[]> =>
  (
    await db.query<{ name: string }>({
      text: `select nspname as name from pg_namespace where nspname like 'main%' order by 1`,
    })
  ).rows.map(({ name }) => name)

test('a backup that is killed leaves no file that looks whole, holds nothing, and the next one is made', async () => {
  const path = join(folder, 'killed.tar.gz')
  let held: Awaited<ReturnType<typeof holder>> | undefined
  await killThere(['backup', path], async () => (held = await stepTo('fw_event', /^copy \(select/)))
  expect(existsSync(path)).toBe(false)
  await held?.letGo()
  await expect.poll(atWork, { timeout: 10_000 }).toBe(0)
  const taken = await backupToFile({ ...operator(path), withFiles: true })
  expect(taken.content.rows).toBeGreaterThan(ROWS)
  expect(await readdir(folder)).toContain('killed.tar.gz')
})

test('a restoration that is killed leaves the workspace as it was; what it left is removed, and the next one works', async () => {
  const path = join(folder, 'whole.tar.gz')
  await backupToFile({ ...operator(path), withFiles: true })
  const then = await contentsOf(db)
  await db.query({ text: `insert into fw_setting (key, value) values ('later', '1')` })
  const before = await contentsOf(db)
  // all is loaded, and only has to take the place
  const reader = await holder('fw_setting', 'access share')
  await reader.held
  await killThere(['restore', path], () => waits('fw_setting', /^lock table/))
  await reader.letGo()
  expect(await contentsOf(db)).toEqual(before)
  expect(await schemas()).toHaveLength(2)
  await expect.poll(() => clearLeftovers(db, async () => undefined), { timeout: 5_000 }).toHaveLength(1)
  expect(await schemas()).toEqual(['main'])

  await restoreFromFile({ ...operator(path), mayReplace: async () => true })
  expect(await contentsOf(db)).toEqual(then)
  expect(await schemas()).toEqual(['main'])
})

test('a workspace is replaced only where somebody says so', async () => {
  const path = join(folder, 'refused.tar.gz')
  await backupToFile({ ...operator(path), withFiles: false })
  const refused = restoreFromFile({ ...operator(path), mayReplace: async () => false })
  await expect(refused).rejects.toMatchObject({ code: 'workspace_exists' })
})
