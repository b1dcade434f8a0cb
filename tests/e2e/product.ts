import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import {
  ADMIN_PASSWORD,
  clientOf,
  createWorkspace,
  DEMO_PASSWORD,
  type Answer,
  type Client,
} from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'
import { end } from '../support/launcher.ts'

const inCli = (file: string): string => new URL(`../../apps/cli/lib/${file}`, import.meta.url).href
const SERVER = fileURLToPath(new URL('../../apps/server/dist/main.mjs', import.meta.url))
const RUN_BUILD = `
  const { buildServer } = await import('${inCli('build-server.mjs')}')
  const { buildWeb } = await import('${inCli('build-web.mjs')}')
  process.exitCode = (await buildServer()) && (await buildWeb()) ? 0 : 1`

/** The running product of one test file. */
export interface Product {
  /** where it answers, e.g. `http://localhost:41234` */
  readonly url: string
  /** of the workspace's database */
  readonly databaseUrl: string
  /** the API with the administrator's token */
  readonly admin: Client
  /** the API with a sample user's token */
  as(username: string): Promise<Client>
  /** a record made by the administrator; its id */
  make(object: string, values: object): Promise<string>
}

/**
 * Starts the product as it is shipped for the tests of a file: web app, server process, workspace with sample data.
 *
 * @param settings environment variables of the server
 */
export function useProduct(settings: Record<string, string> = {}): Product {
  let database: TestDatabase
  let server: ChildProcess
  let url = ''
  let admin: Client
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwork-e2e-'))

  beforeAll(async () => {
    buildProduct()
    database = await createWorkspace('demo')
    server = startServer(database.url, { ...settings, DATA_DIR: dataDir })
    url = await addressOf(server)
    admin = await clientOf(sendTo(url), 'admin', ADMIN_PASSWORD)
  })
  afterAll(async () => {
    if (server) await end(server, 'SIGTERM')
    await database?.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  return {
    get url() {
      return url
    },
    get databaseUrl() {
      return database.url
    },
    get admin() {
      return admin
    },
    as: (username) => clientOf(sendTo(url), username, DEMO_PASSWORD),
    async make(object, values) {
      const made = await admin.post(`/api/records/${object}`, values)
      if (made.status !== 201) throw new Error(`${object}: ${made.text}`)
      return made.body.id as string
    },
  }
}

/** Does nothing for what is built from the sources as they are. The environment of tests would change the web app. */
function buildProduct(): void {
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', RUN_BUILD], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('The product could not be built.')
}

function startServer(databaseUrl: string, settings: Record<string, string>): ChildProcess {
  const env = { ...process.env, ...settings, PORT: '0', DATABASE_URL: databaseUrl, ADMIN_PASSWORD, DEMO_PASSWORD }
  return spawn(process.execPath, [SERVER], {
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** The server prints its address when it answers. */
async function addressOf(server: ChildProcess): Promise<string> {
  const lines = createInterface(server.stdout!)
  const ended = once(server, 'exit').then(() => Promise.reject(new Error('the server ended instead of starting')))
  const found = (async () => {
    for await (const line of lines) {
      const [address] = /http:\/\/\S+/.exec(line) ?? []
      if (address) return address
    }
    throw new Error('the server printed no address')
  })()
  const address = await Promise.race([found, ended])
  // that it ends later, when the tests are over, is no news
  ended.catch(() => undefined)
  server.stdout!.resume()
  return address
}

/** Sends requests over the network in the form in which tests without a port write them. */
function sendTo(base: string): (options: InjectOptions) => Promise<Answer> {
  return async (options) => {
    const response = await fetch(`${base}${String(options.url)}`, toFetch(options))
    const text = await response.text()
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      body: isJson && text !== '' ? JSON.parse(text) : null,
      text,
      headers: Object.fromEntries(response.headers),
    }
  }
}

function toFetch({ method, headers, payload }: InjectOptions): RequestInit {
  const shared = { method, headers: headers as Record<string, string> }
  if (payload === undefined) return shared
  return {
    ...shared,
    headers: { ...shared.headers, 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  }
}
