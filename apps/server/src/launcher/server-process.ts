import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { childEnvironment } from './environment.ts'
import { LauncherError } from './launcher-error.ts'
import { shareFolder, type Place } from './place.ts'
import { isRunning } from './postmaster.ts'
import type { Settings } from './settings.ts'

const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const POLL_MS = 10
const FAST_SHUTDOWN_TIMEOUT_MS = 30_000
const IMMEDIATE_SHUTDOWN_TIMEOUT_MS = 10_000

/** A server that we have just spawned. */
export interface ServerProcess {
  pid: number
  hasExited(): boolean
  /** What the server wrote to its log since it was spawned. */
  readOutput(): string
}

/**
 * Spawns the server in a process group of its own, so that Ctrl-C in a terminal reaches only us and we decide when it
 * stops. Its output goes to a file, so that it outlives us.
 */
export function spawnServer(place: Place, binaries: Binaries, settings: Settings): ServerProcess {
  rotateLog(place.log)
  const log = openSync(place.log, 'a', 0o600)
  const logStart = statSync(place.log).size
  const child = shareFolder(place.account, place.data, (folder, fds) =>
    spawn(join(binaries.bin, 'postgres'), ['-D', folder, ...asFlags(settings)], {
      ...asAccount(place.account),
      env: childEnvironment(),
      detached: true,
      stdio: ['ignore', log, log, ...fds],
    }),
  )
  closeSync(log)
  child.unref()
  let failure: Error | undefined
  child.on('error', (error) => (failure = error))
  return {
    pid: child.pid ?? 0,
    hasExited: () => failure !== undefined || child.exitCode !== null || child.signalCode !== null,
    readOutput: () => failure?.message ?? readFileSync(place.log).subarray(logStart).toString('utf8').trim(),
  }
}

/** Stops a server, waiting for its transactions to roll back and its checkpoint to be written. */
export async function stopServer(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return
  if (await waitForEnd(pid, FAST_SHUTDOWN_TIMEOUT_MS)) return
  signal(pid, 'SIGQUIT')
  if (await waitForEnd(pid, IMMEDIATE_SHUTDOWN_TIMEOUT_MS)) return
  throw new LauncherError(
    `PostgreSQL (process ${pid}) does not stop; end it by hand.`,
    `PostgreSQL（进程 ${pid}）未能停止，请手动结束该进程。`,
  )
}

/** The wanted port of 127.0.0.1 if it is free, else any free one. */
export async function findFreePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? 0
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const { port: found } = probe.address() as AddressInfo
      probe.close(() => resolve(found))
    })
  })
}

function asFlags(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function rotateLog(path: string): void {
  const log = statSync(path, { throwIfNoEntry: false })
  if (log && log.size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`)
}

async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  return true
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
