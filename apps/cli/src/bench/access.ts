import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import type { Client } from 'pg'
import { definitions, placeSql, placesSql, readers, readerSql, rowsSql } from './access-data.ts'
import { onDatabase } from './floor-data.ts'
import { call, login } from './platform-api.ts'
import type { Session } from './platform-api.ts'
import { startPlatform, type RunningServer } from './servers.ts'

interface AccessInput {
  running: RunningServer[]
  rows: number
  /** names of lists */
  only: string[] | undefined
}

/** One reader's list, in milliseconds. */
export interface AccessFigure {
  list: string
  reader: string
  rows: number
  first: number
  p50: number
  p95: number
  /** p95 / the administrator's */
  ratio: number
  /** p50 / the administrator's: other work of the machine shows less in it */
  middle: number
  /** p50 / that of the same list of a tenth of the rows */
  growth: number
}

const departments = 5_000
const requests = 100
const most = { ratio: 1.3, growth: 5 }

const filtered = (filter: string): string => `&filter=${encodeURIComponent(filter)}`
const lists: Readonly<Record<string, string>> = {
  newest: '',
  oldest: '&sort=created_at',
  filtered: filtered("city == 'City 7'"),
  'by grade': '&sort=-grade',
  counted: '&count=exact',
  empty: filtered("city == 'City 7' && amount == 8"),
}

/** How long people wait for a list who see a part of a large table. */
export async function runAccess(databaseUrl: string, { running, rows, only }: AccessInput): Promise<AccessFigure[]> {
  const password = randomBytes(12).toString('base64url')
  const server = await startPlatform(databaseUrl, password)
  running.push(server)
  const session = await login(server.url, 'admin', password)
  await call(server.url, '/api/metadata/publish', { session, body: { put: definitions } })
  console.log(`Making ${rows} records in ${departments} departments …`)
  const tokens = await onDatabase(databaseUrl, (client) => fill(client, { url: server.url, session, password, rows }))
  const chosen = Object.entries(lists).filter(([name]) => only?.includes(name) ?? true)
  const figures: AccessFigure[] = []
  for (const list of chosen) figures.push(...(await compareReaders(server.url, tokens, list)))
  console.table(figures)
  console.log(`wanted: ratio <= ${most.ratio}, growth <= ${most.growth}; load of the machine ${loadavg().map(rounded)}`)
  return figures
}

interface FillInput {
  url: string
  session: Session
  password: string
  rows: number
}

/** Makes the rows of both objects and the readers, whose tokens it gives, the administrator's first. */
async function fill(client: Client, { url, session, password, rows }: FillInput): Promise<Map<string, string>> {
  const tokens = new Map([['administrator', await tokenOf(url, 'admin', password)]])
  const objects = [
    { object: 'access_deal', rows, departments },
    { object: 'access_few', rows: Math.round(rows / 10), departments },
  ]
  for (const sql of [...placesSql(departments), ...objects.map((each) => rowsSql(each.object, each))])
    await client.query(sql)
  for (const reader of readers) {
    const body = { username: reader.username, name: reader.username, roles: [reader.role], password }
    const { id } = (await call(url, '/api/users', { session, body })) as { id: string }
    await client.query(placeSql(id, reader.place))
    for (const each of objects) for (const sql of readerSql(reader, { id, ...each })) await client.query(sql)
    tokens.set(reader.username, await tokenOf(url, reader.username, password))
  }
  for (const table of ['access_deal', 'access_few', 'fw_access', 'department'])
    await client.query(`vacuum analyze main.${table}`)
  return tokens
}

async function tokenOf(url: string, username: string, password: string): Promise<string> {
  const session = await login(url, username, password)
  return (await call(url, '/api/tokens', { session, body: { name: 'bench', expires_in_days: 1 } })).token as string
}

/** The readers take turns, so that what else the machine does meets all of them. */
async function compareReaders(
  url: string,
  tokens: ReadonlyMap<string, string>,
  [list, query]: [string, string],
): Promise<AccessFigure[]> {
  const asked = [...tokens].map(([reader, token]) => ({ reader, token, many: taken(), few: taken() }))
  for (let n = 0; n < requests; n++)
    for (const { token, many, few } of asked) {
      await take(`${url}/api/records/access_deal?limit=50${query}`, token, many)
      await take(`${url}/api/records/access_few?limit=50${query}`, token, few)
    }
  const administrator = at(asked[0]!.many, 0.95)
  return asked.map(({ reader, many, few }) => ({
    list,
    reader,
    rows: many.count,
    first: rounded(many.times[0]!),
    p50: rounded(at(many, 0.5)),
    p95: rounded(at(many, 0.95)),
    ratio: rounded(at(many, 0.95) / administrator),
    middle: rounded(at(many, 0.5) / at(asked[0]!.many, 0.5)),
    growth: rounded(at(many, 0.5) / at(few, 0.5)),
  }))
}

interface Taken {
  times: number[]
  /** rows of the page */
  count: number
}

const taken = (): Taken => ({ times: [], count: 0 })

/** The first one looks at what the reader has, and counts by itself. */
function at({ times }: Taken, part: number): number {
  const sorted = times.slice(1).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * part)]!
}

const rounded = (value: number): number => Math.round(value * 100) / 100

async function take(url: string, token: string, into: Taken): Promise<void> {
  const start = performance.now()
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const body = (await answer.json()) as { data?: unknown[] }
  into.times.push(performance.now() - start)
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${JSON.stringify(body)}`)
  into.count = body.data?.length ?? 0
}
