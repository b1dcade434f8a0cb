import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDatabase } from '@fieldwork/server'
import { runAccess } from './access.ts'
import { runActors } from './actors.ts'
import { compareLine } from './compare-line.ts'
import type { CompareSettings, Result } from './compare-line.ts'
import { column, loadFloor } from './floor-data.ts'
import { runJobs } from './jobs.ts'
import { benchLines, type BenchLine } from './lines.ts'
import { setUpPlatform } from './platform-setup.ts'
import { runPublishUnderLoad } from './publish-under-load.ts'
import { runScale } from './scale.ts'
import { startFloor, startPlatform, type RunningServer } from './servers.ts'

const help = `Usage: npm run bench -- [scale | publish-under-load | access | actors | jobs] [options]
scale               500 objects of 20 fields: time to publish, to start, for one field more; memory
publish-under-load  what readers and writers of a large table feel while it changes (--rows N, --clients N)
access              lists of people who see a part of a large table against an administrator's, and against their own of a
                    table of a tenth of the rows (--rows N, --lines a,b)
jobs                writes that somebody listens to against the hand-written server (--lines queue,create,update,bulk create), how
                    soon what 10,000 writes a minute start begins, what an approval chain costs its object (--lines chain),
                    and what an idle server asks the database (--lines idle)
actors              people who see a part of 200,000 rows against the hand-written server
Without a word: compares the platform with a hand-written Fastify + pg server: one process each, one PostgreSQL, the same rows,
a row rule and history on. Prints requests a second and the ratio platform / hand-written, and the same of the CPU of a
request, in Node and in the connections of the database: that is what to look at on a busy machine.
  --json FILE       also write [{"line","platform","floor","ratio"}]
  --lines a,b       only these lines, or steps
  --seconds N       measured seconds a line and round (10)
  --warm-up N       seconds before each (3)
  --rounds N        interleaved rounds, the median counts (3)
  --connections N   (32)
  --help`

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
const settings = (): CompareSettings => ({
  connections: Number(options.connections),
  warmUpSeconds: Number(options['warm-up']),
  seconds: Number(options.seconds),
  rounds: Number(options.rounds),
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
  actors: (url, running) => runActors(url, { running, settings: settings(), only: options.lines?.split(',') }),
  access: (url, running) => runAccess(url, { running, rows: Number(options.rows), only: options.lines?.split(',') }),
  jobs: (url, running) => runJobs(url, { running, settings: settings(), only: options.lines?.split(',') }),
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
  for (const line of await chosenLines(databaseUrl))
    results.push(await compareLine(line, { databaseUrl, floor, platform, token }, settings()))
  console.log(`memory after load: floor ${floor.memoryMiB()} MiB, platform ${platform.memoryMiB()} MiB`)
  console.table(Object.fromEntries(results.map(({ line, ...numbers }) => [line, numbers])))
  return results
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
