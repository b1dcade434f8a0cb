import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startDatabase } from '@fieldwork/server'
import { Client } from 'pg'
import { runAccess } from './access.ts'
import { benchLines, type BenchLine } from './lines.ts'
import { measure, type LoadSettings } from './measure.ts'
import { setUpPlatform } from './platform-setup.ts'
import { runPublishUnderLoad } from './publish-under-load.ts'
import { runScale } from './scale.ts'
import { startFloor, startPlatform, type RunningServer } from './servers.ts'

const help = `Usage: npm run bench -- [scale | publish-under-load | access] [options]
scale               500 objects of 20 fields: time to publish, to start, for one field more; memory
publish-under-load  what readers and writers of a large table feel while it changes (--rows N, --clients N)
access              lists of people who see a part of a large table against an administrator's (--rows N)
Without a word: compares the platform with a hand-written Fastify + pg server: one process each, one PostgreSQL, the same rows,
a row rule and history on. Prints requests a second and the ratio platform / hand-written.
  --json FILE       also write [{"line","platform","floor","ratio"}]
  --lines a,b       only these lines, or steps
  --seconds N       measured seconds a line and round (10)
  --warm-up N       seconds before each (3)
  --rounds N        interleaved rounds, the median counts (3)
  --connections N   (32)
  --help`

interface Result {
  line: string
  platform: number
  floor: number
  ratio: number
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    lines: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    rows: { type: 'string', default: '200000' },
    clients: { type: 'string', default: '16' },
    objects: { type: 'string', default: '500' },
    help: { type: 'boolean', default: false },
  },
})
const runs: Record<string, Run> = {
  '': compare,
  'publish-under-load': (url, running) =>
    runPublishUnderLoad(url, {
      running,
      rows: Number(options.rows),
      clients: Number(options.clients),
      only: options.lines?.split(','),
    }),
  access: (url, running) => runAccess(url, { running, rows: Number(options.rows) }),
  scale: (url, running) => runScale(url, { running, objects: Number(options.objects) }),
}
if (options.help) console.log(help)
else await main(runs[positionals[0] ?? ''] ?? unknown(positionals[0]))

type Run = (databaseUrl: string, running: RunningServer[]) => Promise<object>

function unknown(word = ''): never {
  throw new Error(`There is no bench ${word}\n${help}`)
}

async function main(run: Run): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwork-bench-'))
  const database = await startDatabase({ dataDir, databaseUrl: process.env.DATABASE_URL, log: () => undefined })
  const running: RunningServer[] = []
  try {
    const results = await run(database.url, running)
    if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 2) + '\n')
  } finally {
    for (const server of running) await server.stop()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function compare(databaseUrl: string, running: RunningServer[]): Promise<Result[]> {
  console.log('Loading 200,000 opportunities …')
  await loadFloor(databaseUrl)
  const password = randomBytes(12).toString('base64url')
  const floor = await startFloor(databaseUrl)
  running.push(floor)
  const platform = await startPlatform(databaseUrl, password)
  running.push(platform)
  const token = await setUpPlatform(platform.url, password, databaseUrl)
  const results: Result[] = []
  for (const line of await chosenLines(databaseUrl)) results.push(await compareLine(line, { floor, platform, token }))
  console.log(`memory after load: floor ${floor.memoryMiB()} MiB, platform ${platform.memoryMiB()} MiB`)
  console.table(Object.fromEntries(results.map(({ line, ...numbers }) => [line, numbers])))
  return results
}

async function compareLine(
  line: BenchLine,
  { floor, platform, token }: { floor: RunningServer; platform: RunningServer; token: string },
): Promise<Result> {
  const settings: LoadSettings = {
    connections: Number(options.connections),
    warmUpSeconds: Number(options['warm-up']),
    seconds: Number(options.seconds),
  }
  const rounds: { floor: number; platform: number }[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    rounds.push({
      floor: await measure(floor.url, 'bench-token', line.floor, line, settings),
      platform: await measure(platform.url, token, line.platform, line, settings),
    })
  }
  const result = {
    line: line.name,
    platform: Math.round(median(rounds.map((round) => round.platform))),
    floor: Math.round(median(rounds.map((round) => round.floor))),
    ratio: Number(median(rounds.map((round) => round.platform / round.floor)).toFixed(2)),
  }
  console.log(`${line.name.padEnd(12)} platform ${result.platform}  floor ${result.floor}  ratio ${result.ratio}`)
  return result
}

async function chosenLines(databaseUrl: string): Promise<BenchLine[]> {
  const ids = await column(
    databaseUrl,
    'select id from public.opportunity where not is_private order by md5(id::text) limit 20000',
  )
  const accounts = await column(databaseUrl, 'select id from public.account')
  const wanted = options.lines?.split(',').map((name) => name.trim())
  return benchLines(ids, accounts).filter((line) => !wanted || wanted.includes(line.name))
}

async function loadFloor(databaseUrl: string): Promise<void> {
  for (const file of ['schema', 'data', 'index']) {
    await onDatabase(databaseUrl, (client) =>
      client.query(readFileSync(fileURLToPath(new URL(`../../../../tests/load/${file}.sql`, import.meta.url)), 'utf8')),
    )
  }
}

function column(databaseUrl: string, query: string): Promise<string[]> {
  return onDatabase(databaseUrl, async (client) =>
    (await client.query<{ id: string }>(query)).rows.map((row) => row.id),
  )
}

async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
