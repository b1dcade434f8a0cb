import { readdirSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries, type Binaries } from './binaries.ts'
import { claimDatabase, isConnectionLoss, type Claim } from './claim.ts'
import { createCluster, OWNER } from './cluster.ts'
import { checkExternal } from './external.ts'
import { LauncherError } from './launcher-error.ts'
import { openPlace, readDataMajor, type Place } from './place.ts'
import { readPostmaster, type Postmaster } from './postmaster.ts'
import { findFreePort, spawnServer, stopServer, type ServerProcess } from './server-process.ts'
import { chooseSettings, type Settings } from './settings.ts'
import { loadState, saveState, type State } from './state.ts'

/** Where root may put what another account must be able to read. */
const SHARED_FOLDER = '/var/lib/fieldwork'

const POLL_MS = 10
const START_TIMEOUT_MS = 120_000 // recovery after a power failure replays the write-ahead log first
const REAP_TIMEOUT_MS = 5000
const MAX_SPAWNS = 5
const MAX_CLAIMS = 20
const RETRY_MS = 100

export interface StartDatabaseOptions {
  /** Holds the data of a database of our own (`postgres/`, `postgres.json`, `postgres.log`); created when missing. */
  dataDir: string
  /** Use this PostgreSQL instead of one of our own. */
  databaseUrl?: string
  log(line: string): void
  /** Server settings that differ from the usual ones, for instance `{ fsync: 'off' }` in tests. */
  settings?: Settings
  /** Leave out the bundled programs and use the system's. */
  systemOnly?: boolean
}

export interface StartedDatabase {
  /** Address of the database, with user and password. */
  url: string
  kind: 'external' | 'bundled' | 'system'
  /** Stops a server of our own; leaves an external one alone. */
  stop(): Promise<void>
}

/**
 * Provides a PostgreSQL: the one of `databaseUrl`, else one of our own below `dataDir`, with bundled programs or else
 * the system's. A server that outlived a killed process is taken over.
 *
 * @throws LauncherError when there is none, or when another process uses the same `dataDir`
 */
export async function startDatabase(options: StartDatabaseOptions): Promise<StartedDatabase> {
  const { databaseUrl } = options
  if (!databaseUrl) return startOwn(options)
  await checkExternal(databaseUrl)
  return { url: databaseUrl, kind: 'external', stop: async () => undefined }
}

/**
 * The database for a moment's work at the machine: that of a server that is running, which is left alone, else as
 * `startDatabase`.
 *
 * @throws LauncherError when there is none
 */
export async function reachDatabase(options: StartDatabaseOptions): Promise<StartedDatabase> {
  if (options.databaseUrl) return startDatabase(options)
  const place = openPlace(options.dataDir)
  const found = readPostmaster(place.data)
  if (found?.state !== 'running' || !found.isReady) return startDatabase(options)
  const state = loadState(place.state)
  return { url: addressOf(state, found.port, OWNER), kind: state.kind, stop: async () => undefined }
}

async function startOwn(options: StartDatabaseOptions): Promise<StartedDatabase> {
  const place = openPlace(options.dataDir)
  const state = loadState(place.state)
  const { pid, port, claim } = await reachAndClaim({ options, place, state })
  return {
    url: addressOf(state, port, OWNER),
    kind: state.kind,
    stop: async () => {
      await claim.release()
      await stopServer(pid)
    },
  }
}

interface Start {
  options: StartDatabaseOptions
  place: Place
  state: State
}

interface Reached {
  pid: number
  port: number
  /** We spawned it, rather than found it running. */
  isOurs: boolean
}

/** A server that was killed a moment ago can still look alive; when it turns out to be gone, another is started. */
async function reachAndClaim(start: Start): Promise<{ pid: number; port: number; claim: Claim }> {
  for (let attempt = 1; ; attempt++) {
    const { pid, port, isOurs } = await reachServer(start)
    try {
      return { pid, port, claim: await claimDatabase(addressOf(start.state, port, 'postgres')) }
    } catch (error) {
      if (isConnectionLoss(error) && attempt < MAX_CLAIMS) {
        await sleep(RETRY_MS)
        continue
      }
      if (isOurs && !(error instanceof LauncherError)) await stopServer(pid)
      throw error
    }
  }
}

/** Takes over a running server or starts one. Each round looks again, for another process may be starting one too. */
async function reachServer(start: Start): Promise<Reached> {
  const { place, options } = start
  const deadline = Date.now() + START_TIMEOUT_MS
  let output = ''
  for (let spawns = 0; spawns < MAX_SPAWNS && Date.now() < deadline;) {
    const found = readPostmaster(place.data)
    if (found?.state === 'running') {
      const reached = await waitUntilReady(place, found.pid, deadline)
      if (reached) return reached
      continue
    }
    if (found?.state === 'foreign') await clearStale(place, found)
    spawns++
    const server = await spawnOwn(start)
    const reached = await waitUntilReady(place, server.pid, deadline, server)
    if (reached) return reached
    output = server.readOutput()
    options.log(`PostgreSQL did not start, trying again / PostgreSQL 未能启动，正在重试: ${output}`)
    await sleep(RETRY_MS * spawns) // processes of a killed server take a moment to leave
  }
  throw new LauncherError(`PostgreSQL does not start: ${output}`, `PostgreSQL 无法启动：${output}`)
}

async function spawnOwn({ options, place, state }: Start): Promise<ServerProcess> {
  const binaries = prepareCluster({ options, place, state })
  const port = await findFreePort(state.port)
  Object.assign(state, { port, kind: binaries.kind })
  saveState(place.state, state)
  return spawnServer(place, binaries, { ...chooseSettings(port), ...options.settings })
}

function prepareCluster({ options, place, state }: Start): Binaries {
  const major = readDataMajor(place)
  const { log, systemOnly } = options
  const binaries = findBinaries({
    account: place.account,
    major: major ?? undefined,
    copyTo: [place.root, SHARED_FOLDER],
    log,
    systemOnly,
  })
  if (major === null) {
    log('creating the database, once / 正在创建数据库（仅首次）')
    createCluster(place, binaries, state.password)
  }
  return binaries
}

/** @returns null when that server has ended, or was not the one to serve this directory */
async function waitUntilReady(
  place: Place,
  pid: number,
  deadline: number,
  server?: ServerProcess,
): Promise<Reached | null> {
  while (Date.now() < deadline) {
    const found = readPostmaster(place.data)
    const isServing = found?.state === 'running' && found.pid === pid
    if (isServing && found.isReady) return { pid, port: found.port, isOurs: server !== undefined }
    if (server ? server.hasExited() : !isServing) return null
    await sleep(POLL_MS)
  }
  return null
}

/**
 * Removes a postmaster.pid whose number now belongs to somebody else, which PostgreSQL itself would take for a running
 * server. A dead server that nobody has reaped yet usually goes away in a moment, so that is waited for first.
 */
async function clearStale(place: Place, stale: Postmaster): Promise<void> {
  const deadline = Date.now() + REAP_TIMEOUT_MS
  while (findWorkers(place.data).length > 0 && Date.now() < deadline) await sleep(POLL_MS)
  const workers = findWorkers(place.data)
  if (workers.length > 0) {
    throw new LauncherError(
      `Processes ${workers.join(', ')} of an earlier PostgreSQL still use ${place.data}; end them first.`,
      `先前 PostgreSQL 的进程 ${workers.join('、')} 仍在使用 ${place.data}，请先结束它们。`,
    )
  }
  if (readPostmaster(place.data)?.pid === stale.pid) rmSync(join(place.data, 'postmaster.pid'), { force: true })
}

/** Processes that work in the data directory, where the system can tell. */
function findWorkers(data: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && workingDirectory(name) === data)
}

function workingDirectory(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null // ended meanwhile, or another user's
  }
}

function addressOf(state: State, port: number, database: string): string {
  return `postgresql://${OWNER}:${encodeURIComponent(state.password)}@127.0.0.1:${port}/${database}`
}
