import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startDatabase } from '../launcher/index.ts'

/** The server of databases for tests, where one runs already: an address whose role may create databases. */
const SERVER_VARIABLE = 'FIELDWORK_TEST_SERVER'
/** Tests need no durability. */
const FAST = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }

interface ScratchDatabase {
  url: string
  /** with everything in it */
  drop(): Promise<void>
}

/** An empty database on a PostgreSQL that is started for it, or on the one that the environment names. */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const server = await testServer()
  const name = `fw_plugin_${randomBytes(6).toString('hex')}`
  await onServer(server.url, `create database "${name}" template template0`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      await onServer(server.url, `drop database if exists "${name}" with (force)`)
      await server.stop()
    },
  }
}

async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const running = process.env[SERVER_VARIABLE]
  if (running) return { url: running, stop: async () => {} }
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwork-plugin-'))
  const started = await startDatabase({ dataDir, log: () => undefined, settings: FAST })
  return {
    url: started.url,
    async stop() {
      await started.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
