import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { ADMIN_PASSWORD } from './api-server.ts'
import { crashDefinitions, kinds } from './crash-definitions.ts'
import type { Kind } from './crash-definitions.ts'
import { wrongResults } from './crash-results.ts'
import { freePort } from './free-port.ts'
import { mortal } from './mortal-process.ts'
import type { MortalProcess } from './mortal-process.ts'
import { persistent } from './persistent-client.ts'
import type { PersistentClient } from './persistent-client.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { startReceiver } from './receiver.ts'

/** Items are made, processes are killed: what of it, how long, and by which chance. */
export interface CrashOptions {
  databaseUrl: string
  dataDir: string
  items: number
  /** about so long from one item to the next */
  everyMs: number
  seed: number
  servers: number
  workers: number
  /** jobs at a time of each server; 0: only workers work */
  serverJobs: number
  /** ms between two deaths, at least and at most */
  pause: readonly [number, number]
  /** what else goes wrong meanwhile, until the signal */
  trouble?(db: Database, signal: AbortSignal): Promise<void>
  /** modules that the last worker loads before everything else */
  workerImports?: readonly string[]
  /** how long everything may take after the last item was made, ms */
  patienceMs: number
}

export interface CrashReport {
  /** empty when everything has come out as it should */
  wrong: string[]
  items: Record<Kind, number>
  deaths: Record<string, number>
  /** calls that the service outside has got, and how many there would be without any trouble */
  calls: { received: number; wanted: number }
  makingMs: number
  endingMs: number
}

export interface Item {
  id: string
  kind: Kind
  amount: number
}

interface Scene {
  options: CrashOptions
  db: Database
  random: Random
  admin: PersistentClient
  boss: PersistentClient
  items: Map<string, Item>
  wrong: string[]
}

export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const random = createRandom(options.seed)
  const service = await startService(options.seed)
  const ports = await Promise.all(Array.from({ length: options.servers }, () => freePort()))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const processes = processesOf(options, { ports, host: service.host })
  const [first, ...others] = processes as [MortalProcess, ...MortalProcess[]]
  const db = createDatabase({ url: options.databaseUrl })
  try {
    await first.start()
    const clients = await prepare(urls, service.url)
    await Promise.all(others.map((each) => each.start()))
    const scene: Scene = { options, db, random, ...clients, items: new Map<string, Item>(), wrong: [] }
    const times = await work(scene, processes)
    scene.wrong.push(...(await wrongResults(db, scene.items, service.received)))
    return report(scene, { processes, times, received: service.received.length })
  } finally {
    await Promise.all(processes.map((each) => each.stop()))
    await db.close()
    await service.stop()
  }
}

function processesOf(options: CrashOptions, { ports, host }: { ports: readonly number[]; host: string }) {
  const { databaseUrl, dataDir, serverJobs, workers, workerImports = [] } = options
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ADMIN_PASSWORD,
    OUTGOING_PRIVATE_HOSTS: host,
    RATE_LIMIT: '0',
  }
  const servers = ports.map((port, at) =>
    mortal({
      name: `server ${at + 1}`,
      program: 'server',
      env: { ...env, PORT: String(port), WORKER: String(serverJobs) },
      isReady: async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true,
    }),
  )
  const atWork = Array.from({ length: workers }, (_, at) =>
    mortal({
      name: `worker ${at + 1}`,
      program: 'worker',
      env: { ...env, WORKER: '4' },
      imports: at === workers - 1 ? workerImports : [],
    }),
  )
  return [...servers, ...atWork]
}

/** Takes each key once, is busy at times, hangs up at times after it has done its work. */
function startService(seed: number) {
  const random = createRandom(seed + 1)
  return startReceiver(({ url, headers, body }) => {
    const key = String(headers['idempotency-key'])
    const [, , what] = url.split('/')
    const id = what === 'payments' ? 'P' : `O${JSON.parse(body).round}`
    if (random.chance(0.05)) return { status: 503 }
    if (random.chance(0.05)) return null
    const known = createHash('sha256').update(key).digest('hex')
    return { body: JSON.stringify({ id, known }), afterMs: random.integer(0, 100) }
  })
}

/** Who acts, and what is published. */
async function prepare(urls: readonly string[], serviceUrl: string) {
  const admin = persistent(urls, await tokenOf(urls[0]!, 'admin', ADMIN_PASSWORD))
  const password = 'boss of all crashes'
  const roles = ['administrator']
  const boss = await admin.call('POST', '/api/users', { username: 'boss', name: 'Boss', roles, password })
  const put = crashDefinitions(serviceUrl, 'boss')
  await admin.call('POST', '/api/metadata/publish', { put, confirm: true })
  if (!boss.id) throw new Error(JSON.stringify(boss))
  return { admin, boss: persistent(urls, await tokenOf(urls[0]!, 'boss', password)) }
}

async function tokenOf(url: string, username: string, password: string): Promise<string> {
  const json = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password }),
  })
  const { csrf } = (await login.json()) as { csrf: string }
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  const headers = { ...json, cookie, 'x-csrf-token': csrf }
  const made = await fetch(`${url}/api/tokens`, { method: 'POST', headers, body: JSON.stringify({ name: 'crash' }) })
  return ((await made.json()) as { token: string }).token
}

/** Everything at once until every run has ended, or the patience has. */
async function work(scene: Scene, processes: readonly MortalProcess[]) {
  const { options, db, wrong } = scene
  const made = new AbortController()
  const ended = new AbortController()
  const note = (error: unknown): void => void wrong.push(String(error))
  const killing = keepKilling(scene, processes, made.signal).catch(note)
  const others = [decide(scene, ended.signal), options.trouble?.(db, made.signal)].map((each) => each?.catch(note))
  const began = Date.now()
  await makeItems(scene).catch(note)
  const makingMs = Date.now() - began
  made.abort()
  await killing
  if (!(await allEnded(scene))) wrong.push('not everything has ended')
  ended.abort()
  await Promise.all(others)
  return { makingMs, endingMs: Date.now() - began - makingMs }
}

/** Each comes back by itself; only who is at work is killed. */
async function keepKilling({ random, options }: Scene, processes: readonly MortalProcess[], signal: AbortSignal) {
  const [least, most] = options.pause
  const coming = new Map<MortalProcess, Promise<void>>()
  while (!signal.aborted) {
    await sleep(random.integer(least, most), undefined, { signal }).catch(() => undefined)
    const victim = random.pick(processes)
    if (signal.aborted || coming.has(victim)) continue
    await victim.kill()
    const back = victim.start().then(() => void coming.delete(victim))
    coming.set(victim, back)
    back.catch(() => undefined)
  }
  await Promise.all(coming.values())
}

const makers = 4

async function makeItems(scene: Scene): Promise<void> {
  const { options, random } = scene
  const wanted = Array.from({ length: options.items }, (_, n) => ({
    kind: kinds[n % kinds.length]!,
    amount: random.integer(1, 9),
    name: `item ${n}`,
    early: random.chance(0.3),
    afterMs: random.integer(0, 400),
    pauseMs: random.integer(0, 2 * makers * options.everyMs),
  }))
  const make = async (): Promise<void> => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      await makeOne(scene, next)
      await sleep(next.pauseMs)
    }
  }
  await Promise.all(Array.from({ length: makers }, make))
}

interface Wanted {
  kind: Kind
  amount: number
  name: string
  afterMs: number
  early: boolean
}

async function makeOne({ admin, items }: Scene, { kind, amount, name, afterMs, early }: Wanted): Promise<void> {
  const ready = kind === 'waiting' && early
  const { id } = await admin.call('POST', '/api/records/item', { name, kind, amount, ready })
  items.set(id, { id, kind, amount })
  if (ready || (kind !== 'waiting' && kind !== 'hearing')) return
  if (!early) await sleep(afterMs)
  if (kind === 'waiting') await admin.call('PATCH', `/api/records/item/${id}`, { ready: true })
  else await admin.call('POST', '/api/records/effect', { name: 'signal', item: id })
}

/** Says what has to be said to every approval, as soon as it is asked. */
async function decide({ boss, items, wrong }: Scene, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { data } = await boss.call('GET', '/api/approvals/tasks?state=pending&limit=50')
    for (const { id, about } of data) {
      const item = items.get(about.record.id)
      if (!item) continue
      const what = item.amount % 3 === 0 ? 'reject' : 'approve'
      const { status, body, retried } = await boss.attempt('POST', `/api/approvals/tasks/${id}/${what}`, {
        comment: 'so',
      })
      if (status >= 300 && !(retried && status === 409)) wrong.push(`${what}: ${status} ${JSON.stringify(body)}`)
    }
    await sleep(200, undefined, { signal }).catch(() => undefined)
  }
}

const open = `
select (select count(*) from fw_run where state in ('queued', 'running', 'waiting'))
  + (select count(*) from fw_outbox) as open`

/** Nothing is open any more, for two looks. */
async function allEnded({ db, options }: Scene): Promise<boolean> {
  const until = Date.now() + options.patienceMs
  for (let quiet = 0; Date.now() < until;) {
    const { rows } = await db.query<{ open: string }>({ text: open })
    quiet = rows[0]!.open === '0' ? quiet + 1 : 0
    if (quiet === 3) return true
    await sleep(300)
  }
  return false
}

function report(
  { items, wrong }: Scene,
  {
    processes,
    times,
    received,
  }: { processes: readonly MortalProcess[]; times: { makingMs: number; endingMs: number }; received: number },
): CrashReport {
  const counts = Object.fromEntries(
    kinds.map((kind) => [kind, [...items.values()].filter((item) => item.kind === kind).length]),
  ) as Record<Kind, number>
  return {
    wrong,
    items: counts,
    deaths: Object.fromEntries(processes.map(({ name, deaths }) => [name, deaths])),
    calls: { received, wanted: counts.calling * 3 },
    ...times,
  }
}
