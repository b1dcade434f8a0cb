import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clearLeftovers, createDatabase, type Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupToFile, readConfig, restoreFromFile } from '../../apps/server/src/index.ts'
import { createWorkspace } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'
import { contentsOf } from '../support/workspace-contents.ts'

const script = fileURLToPath(new URL('../support/backup-process.ts', import.meta.url))
const ROWS = Number(process.env.BACKUP_ROWS ?? 60_000)
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

/** Kills the process once the database is at work for it. */
async function killAtWork(args: string[], isAtWork: () => Promise<boolean>): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { env: { ...process.env, ...env } })
  const ended = once(child, 'exit')
  while (child.exitCode === null && !(await isAtWork())) await db.query({ text: 'select pg_sleep(0.005)' })
  expect(child.exitCode).toBeNull()
  child.kill('SIGKILL')
  await ended
}

const isRunning = async (pattern: string): Promise<boolean> =>
  (
    await db.query({
      text: `select from pg_stat_activity where query ilike $1 and pid <> pg_backend_pid() and datname = current_database()`,
      values: [pattern],
    })
  ).rowCount !== 0

const schemas = async (): Promise<string[]> =>
  (
    await db.query<{ name: string }>({
      text: `select nspname as name from pg_namespace where nspname like 'main%' order by 1`,
    })
  ).rows.map(({ name }) => name)

test('a backup that is killed leaves no file that looks whole, holds nothing, and the next one is made', async () => {
  const path = join(folder, 'killed.tar.gz')
  await killAtWork(['backup', path], () => isRunning('copy (select%fw_event%'))
  expect(existsSync(path)).toBe(false)
  await expect.poll(() => isRunning('%pg_export_snapshot%'), { timeout: 5_000 }).toBe(false)
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
  await killAtWork(['restore', path], () => isRunning('copy "fw_event"%from stdin%'))
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
