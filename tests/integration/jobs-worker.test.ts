import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase } from '@fieldwork/database'
import { afterAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

const program = fileURLToPath(new URL('../../apps/cli/bin/fieldwork.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fieldwork-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings = { PACKAGES: 'platform', DEMO: '0', DATA_DIR: folder, LOG_LEVEL: 'error' }

test('fieldwork worker does jobs without a port until it is told to stop', async () => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  const env = { ...process.env, ...settings, DATABASE_URL: database.url }
  const child = spawn(process.execPath, [program, 'worker'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await vi.waitFor(() => expect(said).toContain('Working on 4 jobs'), { timeout: 60_000 })
  const alive = async () => (await db.query({ text: 'select from fw_worker' })).rowCount
  await vi.waitFor(async () => expect(await alive()).toBe(1), { timeout: 5_000 })
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await alive()).toBe(0)
  await db.close()
  await database.drop()
}, 90_000)

test('fieldwork worker refuses to do no jobs at all', async () => {
  const env = { ...process.env, ...settings, WORKER: '0' }
  const child = spawn(process.execPath, [program, 'worker'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await once(child, 'exit')).toEqual([1, null])
  expect(said).toContain('WORKER: expected a number from 1 to 200')
}, 30_000)
