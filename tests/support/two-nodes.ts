import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase } from './database.ts'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

/** Two servers on one database, and an organisation whose rights are changed on one and used on the other. */
export interface TwoNodes {
  a: ServerProcess
  b: ServerProcess
  db: Database
  ids: Record<string, string>
  /** an administrator's request to the first; throws what was refused */
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  change(method: string, path: string, body?: unknown): Promise<any>
  stop(): Promise<void>
}

export const PASSWORD = 'seven grey herons'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const object = (name: string, options: object, properties: object) => ({
  kind: 'object',
  definition: {
    name,
    'x-object': { label: label(name), nameField: 'name', ...options },
    properties: { name: field('text', { searchable: true }), ...properties },
  },
})

/** A role document that reads, and perhaps does more, with parcels. */
export const role = (name: string, parcel: object | null, more: object = {}) => ({
  kind: 'role',
  definition: {
    name,
    label: label(name),
    grants: { ...(parcel && { parcel }), zone: { operations: ['read'] } },
    ...more,
  },
})

export const reading = (scope: string, more: object = {}) => ({ operations: ['read', 'update'], scope, ...more })

const definitions = [
  object('zone', { hierarchy: 'parent' }, { parent: field('lookup', { object: 'zone' }) }),
  object(
    'parcel',
    { owner: true, dimensions: { zone: 'zone' }, access: { parameter: 'parcels_apart' } },
    { zone: field('lookup', { object: 'zone' }), secret: field('text') },
  ),
  { kind: 'dimension', definition: { name: 'zone', label: label('zone'), object: 'zone' } },
  { kind: 'parameter', definition: { name: 'parcels_apart', label: label('apart'), value: true } },
  role('flexible', reading('own')),
  role('all_reader', reading('all')),
  role('department_reader', reading('department')),
  role('below_reader', reading('below')),
  role('listed_reader', reading('listed')),
  role('zone_reader', reading('all'), { dimensions: { zone: 'below' } }),
  role('own_reader', reading('own')),
]

/** Starts them, with two departments, two zones, two owners and a parcel of each, `east` and `west`. */
export async function startTwoNodes(): Promise<TwoNodes> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  const a = await startProcess(database.url)
  const b = await startProcess(database.url)
  const change: TwoNodes['change'] = async (method, path, body) => {
    const answer = await a.call(method, `/api/${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await change('POST', 'metadata/publish', { put: definitions })
  return { a, b, db, change, ids: await fill(change), stop }

  async function stop(): Promise<void> {
    await Promise.all([a.stop(), b.stop()])
    await db.close()
    await database.drop()
  }
}

async function fill(change: TwoNodes['change']): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  const make = async (key: string, path: string, body: object) => {
    ids[key] = (await change('POST', path, body)).id as string
    return ids[key]
  }
  await make('position', 'records/position', { name: 'Clerk', code: 'P1' })
  for (const side of ['east', 'west']) {
    const department = await make(side, 'records/department', { name: side, code: side })
    const zone = await make(`zone_${side}`, 'records/zone', { name: side })
    const employee = await make(`employee_${side}`, 'records/employee', { name: side, department })
    const user = { username: side, name: side, roles: [], password: PASSWORD, employee }
    const owner = await make(`owner_${side}`, 'users', user)
    await make(`parcel_${side}`, 'records/parcel', { name: side, owner, zone, secret: `secret of ${side}` })
  }
  const { east: department, position } = ids
  const employee = await make('employee', 'records/employee', { name: 'Ann', department, position })
  await make('ann', 'users', { username: 'ann', name: 'Ann', roles: [], password: PASSWORD, employee })
  return ids
}

/** Ends every connection that listens, as soon as it is there, until the signal. */
export async function keepDeaf(db: Database, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await db.query({
      text: `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'fw_heard %' and pid <> pg_backend_pid()`,
    })
    await sleep(10)
  }
}

/** What a caller of the second node sends. */
export type Call = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Body }>
// oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
type Body = any

/** Logs in on a node: the session's calls, and its headers. */
export async function sessionOn(node: ServerProcess, username: string, password = PASSWORD): Promise<Call> {
  const json = { 'content-type': 'application/json', 'accept-language': 'en' }
  const login = await fetch(`${node.url}/api/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password }),
  })
  const { csrf } = (await login.json()) as { csrf: string }
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  return callerWith(node, { ...json, cookie, 'x-csrf-token': csrf })
}

/** Calls of a node with these headers. */
export function callerWith(node: ServerProcess, headers: Record<string, string>): Call {
  return async (method, path, body) => {
    const options = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await fetch(`${node.url}/api/${path}`, options)
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
}
