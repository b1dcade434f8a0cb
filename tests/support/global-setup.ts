import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '../../apps/server/src/launcher/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a database on the run's server, with a role that may create databases. */
    serverUrl: string
    /** Prefix of the names of the run's databases. */
    runPrefix: string
  }
}

/** Durability that a test run does not need, and memory that a laptop keeps for other things. */
const TEST_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '128MB',
  max_connections: '300',
  max_wal_size: '4GB',
}

/** Starts one PostgreSQL for the whole run, or uses TEST_DATABASE_URL, and leaves nothing behind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runPrefix = `fw_test_${randomBytes(4).toString('hex')}_`
  project.provide('runPrefix', runPrefix)

  const external = process.env.TEST_DATABASE_URL
  if (external) {
    project.provide('serverUrl', external)
    process.env.FIELDWORK_TEST_SERVER = external
    return () => dropDatabases(external, runPrefix)
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwork-test-'))
  const database = await startDatabase({ dataDir, log: () => undefined, settings: TEST_SETTINGS })
  project.provide('serverUrl', database.url)
  process.env.FIELDWORK_TEST_SERVER = database.url
  return async () => {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('select datname as name from pg_database where starts_with(datname, $1)', [
    prefix,
  ])
  for (const { name } of rows) await client.query(`drop database if exists "${name}" with (force)`)
  await client.end()
}
