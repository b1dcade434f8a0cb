import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { dataSql, definitions, readers, readerSql } from './access-data.ts'
import { call, login } from './platform-api.ts'
import { startPlatform, type RunningServer } from './servers.ts'

interface AccessInput {
  running: RunningServer[]
  rows: number
}

/** One reader's list, in milliseconds, against the administrator's. */
export interface AccessFigure {
  reader: string
  list: string
  rows: number
  first: number
  p50: number
  p95: number
  /** p95 / the administrator's */
  ratio: number
}

const departments = 5_000
const requests = 200
const most = 1.3

const lists = {
  newest: '?limit=50',
  filtered: `?limit=50&filter=${encodeURIComponent("city == 'City 7'")}`,
}

/** How long people wait for a list who see a part of a large table. */
export async function runAccess(databaseUrl: string, { running, rows }: AccessInput): Promise<AccessFigure[]> {
  const password = randomBytes(12).toString('base64url')
  const server = await startPlatform(databaseUrl, password)
  running.push(server)
  const session = await login(server.url, 'admin', password)
  await call(server.url, '/api/metadata/publish', { session, body: { put: definitions } })
  console.log(`Making ${rows} records in ${departments} departments …`)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const sql of dataSql(rows, departments)) await client.query(sql)
    const tokens = new Map([['administrator', await tokenOf(server.url, 'admin', password)]])
    for (const reader of readers) {
      const body = { username: reader.username, name: reader.username, roles: [reader.role], password }
      const user = await call(server.url, '/api/users', { session, body })
      for (const sql of readerSql(reader, String(user.id))) await client.query(sql)
      tokens.set(reader.username, await tokenOf(server.url, reader.username, password))
    }
    for (const table of ['access_deal', 'fw_access', 'department']) await client.query(`vacuum analyze main.${table}`)
    return await compareReaders(server, tokens)
  } finally {
    await client.end()
  }
}

async function tokenOf(url: string, username: string, password: string): Promise<string> {
  const session = await login(url, username, password)
  return (await call(url, '/api/tokens', { session, body: { name: 'bench', expires_in_days: 1 } })).token as string
}

async function compareReaders({ url }: RunningServer, tokens: ReadonlyMap<string, string>): Promise<AccessFigure[]> {
  const figures: AccessFigure[] = []
  for (const [list, query] of Object.entries(lists)) {
    let administrator = 0
    for (const [reader, token] of tokens) {
      const { times, count } = await timesOf(`${url}/api/records/access_deal${query}`, token)
      const sorted = times.slice(1).toSorted((a, b) => a - b)
      const p95 = sorted[Math.floor(sorted.length * 0.95)]!
      administrator ||= p95
      const p50 = sorted[Math.floor(sorted.length / 2)]!
      figures.push({ reader, list, rows: count, first: times[0]!, p50, p95, ratio: p95 / administrator })
    }
  }
  for (const figure of figures)
    for (const key of ['first', 'p50', 'p95', 'ratio'] as const) figure[key] = Math.round(figure[key] * 100) / 100
  console.table(figures)
  console.log(`wanted: ratio <= ${most}`)
  return figures
}

async function timesOf(url: string, token: string): Promise<{ times: number[]; count: number }> {
  const times: number[] = []
  let count = 0
  for (let n = 0; n < requests; n++) {
    const start = performance.now()
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    const body = (await answer.json()) as { data?: unknown[] }
    times.push(performance.now() - start)
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${JSON.stringify(body)}`)
    count = body.data?.length ?? 0
  }
  return { times, count }
}
