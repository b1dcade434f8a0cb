import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createJobs, prepareJobs } from '@fieldwork/automation'
import { createDatabase, migrate, nudgeOutbox } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { measureChain } from './chain.ts'
import { compareLine } from './compare-line.ts'
import type { CompareSettings, Result } from './compare-line.ts'
import { column, loadFloor, onDatabase } from './floor-data.ts'
import { benchLines } from './lines.ts'
import { call, login } from './platform-api.ts'
import { setUpPlatform } from './platform-setup.ts'
import { startFloor, startPlatform, type RunningServer } from './servers.ts'

interface JobsInput {
  running: RunningServer[]
  settings: CompareSettings
  /** names of lines */
  only: string[] | undefined
}

/** From a write to its first step, at a steady rate; ms. */
interface QueueFigure {
  line: string
  perMinute: number
  seconds: number
  p50: number
  p99: number
  /** rows and jobs that still waited at the end */
  left: number
}

const perMinute = 10_000
const perTick = 5

/** Writes that somebody listens to against the hand-written server, and how soon what they start begins. */
export async function runJobs(databaseUrl: string, input: JobsInput): Promise<(QueueFigure | Result)[]> {
  const wanted = (line: string) => !input.only || input.only.includes(line)
  const queue = wanted('queue') ? [await measureQueue(databaseUrl, input.settings.seconds)] : []
  const writes = ['create', 'update', 'bulk create', 'chain', 'idle'].filter(wanted)
  const figures = [...queue, ...(writes.length > 0 ? await measureWrites(databaseUrl, input, writes) : [])]
  console.table(Object.fromEntries(figures.map(({ line, ...numbers }) => [line, numbers])))
  return figures
}

/** A workspace of its own, so that no server takes part. */
async function measureQueue(url: string, seconds: number): Promise<QueueFigure> {
  const db = createDatabase({ url, schema: 'bench_jobs' })
  const waits: number[] = []
  await migrate(db)
  await prepareJobs(db)
  const jobs = createJobs({
    db,
    log: db.log,
    tasks: { step: async ({ payload }) => void waits.push(Date.now() - (payload as { at: number }).at) },
    consumers: {
      bench: async (_tx, rows) =>
        rows.map(({ createdAt }) => ({ task: 'step', payload: { at: new Date(createdAt).getTime() } })),
    },
  })
  await jobs.start()
  const written = await writeSteadily(db, seconds)
  await sleep(500)
  const { outbox, jobs: left } = await jobs.state()
  await jobs.stop()
  await db.close()
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return {
    line: 'queue',
    perMinute: Math.round((written / seconds) * 60),
    seconds,
    p50: at(0.5),
    p99: at(0.99),
    left: outbox.waiting + left.waiting,
  }
}

/** Some rows at a time, on average as many a minute as wanted. Returns how many. */
async function writeSteadily(db: Database, seconds: number): Promise<number> {
  const start = Date.now()
  let written = 0
  while (Date.now() - start < seconds * 1000) {
    await db.query({
      text: `insert into fw_outbox (event, listener) select n, 'bench:step' from generate_series(1, ${perTick}) n`,
    })
    nudgeOutbox(db)
    written += perTick
    const due = start + (written / perMinute) * 60_000
    await sleep(Math.max(0, due - Date.now()))
  }
  return written
}

/** Transactions a second of a server that nobody calls, nearly all of them one query each. */
async function measureIdle(databaseUrl: string): Promise<number> {
  const text = 'select xact_commit::int as id from pg_stat_database where datname = current_database()'
  const commits = (): Promise<number> =>
    onDatabase(databaseUrl, async (client) => {
      await sleep(statisticsMs)
      return Number((await client.query<{ id: number }>(text)).rows[0]!.id)
    })
  const before = await commits()
  await sleep(idleSeconds * 1000)
  return ((await commits()) - before) / (idleSeconds + statisticsMs / 1000)
}

const idleSeconds = 20
/** what sessions have done is told to the statistics so late */
const statisticsMs = 1_500

const label = { en: 'Bench', 'zh-CN': 'Bench' }
/** Listens to every new record, and to what the bench changes. */
const listening = {
  name: 'bench_due',
  label,
  object: 'bench_opportunity',
  start: { on: 'changed', fields: ['next_step', 'probability'] },
  length: { days: 1 },
  responsible: { roles: ['bench_role'] },
}

async function measureWrites(databaseUrl: string, { running, settings }: JobsInput, names: string[]) {
  await loadFloor(databaseUrl)
  const password = randomBytes(12).toString('base64url')
  const floor = await startFloor(databaseUrl)
  running.push(floor)
  const platform = await startPlatform(databaseUrl, password)
  running.push(platform)
  const token = await setUpPlatform(platform.url, password, databaseUrl)
  const session = await login(platform.url, 'admin', password)
  const ids = await column(databaseUrl, 'select id from public.opportunity where not is_private limit 20000')
  const accounts = await column(databaseUrl, 'select id from public.account')
  const compared = { databaseUrl, floor, platform, token }
  const results: Result[] = []
  if (names.includes('idle')) {
    const idle = await measureIdle(databaseUrl)
    console.log(`idle: ${idle.toFixed(1)} transactions a second, ${platform.memoryMiB()} MiB`)
  }
  const lines = benchLines(ids, accounts).filter(({ name }) => names.includes(name))
  if (lines.length > 0) {
    const body = { put: [{ kind: 'deadline', definition: listening }], message: 'bench' }
    await call(platform.url, '/api/metadata/publish', { session, body })
  }
  for (const line of lines) results.push(await compareLine(line, compared, settings))
  if (names.includes('chain')) results.push(...(await measureChain({ ...compared, settings, session, ids, accounts })))
  console.log(`memory after load: ${platform.memoryMiB()} MiB`)
  return results
}
