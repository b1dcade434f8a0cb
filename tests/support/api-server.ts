import { createDatabase, type Database } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { composeServer, createApp, readConfig } from '../../apps/server/src/index.ts'
import { createTestDatabase, templateDatabase, type TestDatabase } from './database.ts'

export const ADMIN_PASSWORD = 'admin-password-of-tests'
export const DEMO_PASSWORD = 'demo-password-of-tests'

/** An answer with its body parsed, where it is JSON. */
export interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  body: any
  text: string
  headers: Record<string, unknown>
}

/** Calls the API as one user, with a token. */
export interface Client {
  get(url: string, headers?: Record<string, string>): Promise<Answer>
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(url: string, headers?: Record<string, string>): Promise<Answer>
}

/** The whole server over a database of its own, without a port. */
export interface ApiServer {
  app: FastifyInstance
  db: Database
  /** what the server is made of */
  deps: Awaited<ReturnType<typeof composeServer>>['deps']
  /** every route, with `:name` for what varies */
  routes: readonly { method: string; url: string }[]
  /** the published definitions */
  catalog(): Catalog
  admin: Client
  /** makes the user on first use */
  as(username: string, roles: string[]): Promise<Client>
  /** a request as it is, without credentials */
  send(options: InjectOptions): Promise<Answer>
  stop(): Promise<void>
}

/** What a workspace starts with: the platform alone, the CRM on it, or with its sample users and records. */
export type Content = 'platform' | 'crm' | 'demo'

const configOf = (content: Content, settings: Record<string, string> = {}) =>
  readConfig({
    ADMIN_PASSWORD,
    DEMO_PASSWORD,
    PACKAGES: content === 'platform' ? 'platform' : 'platform,crm',
    DEMO: content === 'demo' ? '1' : '0',
    LOG_LEVEL: 'error',
    ...settings,
  })

/**
 * Starts a server on a copy of a fresh workspace.
 *
 * @param options.content default `platform`: tests define what they need, and what ships may grow beside it
 * @param options.settings environment variables of the server
 * @param options.database a workspace that is there already, instead of a copy; the caller drops it
 */
export async function startApi({
  content = 'platform',
  settings = {},
  database: given,
}: { content?: Content; settings?: Record<string, string>; database?: TestDatabase } = {}): Promise<ApiServer> {
  const database = given ?? (await createWorkspace(content))
  const db = createDatabase({ url: database.url })
  const { deps } = await composeServer(configOf(content, settings), db)
  const routes: { method: string; url: string }[] = []
  const app = await createApp(deps, (route) => routes.push(route))
  const send = async (options: InjectOptions) => toAnswer(await app.inject(options))
  const stop = async () => {
    await app.close()
    await deps.registry.close()
    await db.close()
    if (given === undefined) await database.drop()
  }
  const admin = await clientOf(send, 'admin', ADMIN_PASSWORD)
  const catalog = () => deps.registry.catalog()
  return {
    app,
    db,
    deps,
    routes,
    catalog,
    admin,
    send,
    as: (username, roles) => userClient({ send, admin }, username, roles),
    stop,
  }
}

/** A copy of a workspace that has been started once, with the passwords of tests. */
export async function createWorkspace(content: Content): Promise<TestDatabase> {
  const template = await templateDatabase(`api_${content}`, (url) => fillTemplate(url, content))
  return createTestDatabase({ template })
}

async function fillTemplate(url: string, content: Content): Promise<void> {
  const db = createDatabase({ url })
  const { deps } = await composeServer(configOf(content), db)
  await deps.registry.close()
  await db.close()
}

type Send = ApiServer['send']

/** Logs in for a token, for it needs neither cookies nor CSRF headers. */
export async function clientOf(send: Send, username: string, password: string): Promise<Client> {
  const login = await send({ method: 'POST', url: '/api/auth/login', payload: { username, password } })
  if (login.status !== 200) throw new Error(`login of ${username}: ${login.status} ${login.text}`)
  const headers = sessionHeaders(login)
  const made = await send({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'test' } })
  return bearerClient(send, made.body.token)
}

/** The headers of a browser that has logged in. */
export function sessionHeaders(login: Answer): Record<string, string> {
  const cookie = String(login.headers['set-cookie']).split(';')[0]!
  return { cookie, 'x-csrf-token': login.body.csrf }
}

export function bearerClient(send: Send, token: string): Client {
  const call = (method: InjectOptions['method'], url: string, body?: unknown, headers: Record<string, string> = {}) =>
    send({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
  return {
    get: (url, headers) => call('GET', url, undefined, headers),
    post: (url, body, headers) => call('POST', url, body, headers),
    put: (url, body, headers) => call('PUT', url, body, headers),
    patch: (url, body, headers) => call('PATCH', url, body, headers),
    delete: (url, headers) => call('DELETE', url, undefined, headers),
  }
}

async function userClient(api: { send: Send; admin: Client }, username: string, roles: string[]): Promise<Client> {
  const password = `${username}-password`
  const made = await api.admin.post('/api/users', { username, name: username, roles, password })
  if (made.status !== 201 && made.body.code !== 'duplicate') throw new Error(`user ${username}: ${made.text}`)
  return clientOf(api.send, username, password)
}

function toAnswer(response: Awaited<ReturnType<FastifyInstance['inject']>>): Answer {
  const isJson = /[/+]json/.test(String(response.headers['content-type']))
  return {
    status: response.statusCode,
    body: isJson && response.body !== '' ? JSON.parse(response.body) : null,
    text: response.body,
    headers: response.headers,
  }
}
