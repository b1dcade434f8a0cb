import { createHash, randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A database of its own for one test file. */
export interface TestDatabase {
  url: string
  /** Drops it, ending connections that are still open. */
  drop(): Promise<void>
}

/**
 * Creates a fresh database on the run's server.
 *
 * @param options.template the name that `templateDatabase` returned, to start as a copy of it
 */
export async function createTestDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  const name = `${inject('runPrefix')}${randomBytes(6).toString('hex')}`
  await onServer((client) => create(client, name, options.template))
  return { url: addressOf(name), drop: () => onServer((client) => drop(client, name)) }
}

/**
 * Builds a template database once per run; workers that ask at the same time wait for the first one's.
 *
 * @param name names what the template holds, for instance `crm`
 * @param build fills the new, empty database and closes all its connections
 * @returns the template's name for `createTestDatabase`
 */
export async function templateDatabase(name: string, build: (url: string) => Promise<void>): Promise<string> {
  const template = `${inject('runPrefix')}template_${name}`
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock($1::bigint)', [lockOf(template)])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) await buildTemplate(client, template, build)
  })
  return template
}

/** It gets its name when it is whole, so a failed build is tried again by the next who asks. */
async function buildTemplate(client: Client, template: string, build: (url: string) => Promise<void>): Promise<void> {
  const draft = `${template}_draft`
  await drop(client, draft)
  await create(client, draft)
  await build(addressOf(draft))
  await client.query(`alter database "${draft}" rename to "${template}"`)
}

/** Copying files beats copying through the write-ahead log where nothing waits for a disk. */
async function create(client: Client, name: string, template = 'template0'): Promise<void> {
  await client.query(`create database "${name}" template "${template}" strategy file_copy`)
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists "${name}" with (force)`)
}

/** Ending the connection also releases its locks. */
async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function addressOf(database: string): string {
  const url = new URL(inject('serverUrl'))
  url.pathname = `/${database}`
  return url.href
}

function lockOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString()
}
