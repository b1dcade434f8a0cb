import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What postmaster.pid says about a server, and whether that process exists. */
export interface Postmaster {
  pid: number
  port: number
  isReady: boolean
  /** `dead`: no such process. `foreign`: the number now belongs to another program, or to a process not yet reaped. */
  state: 'running' | 'dead' | 'foreign'
}

const PORT_LINE = 3
const STATUS_LINE = 7

/** Reads postmaster.pid of a data directory; null when there is none or it is being written. */
export function readPostmaster(data: string): Postmaster | null {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Math.abs(Number(lines[0]))
  if (!pid) return null
  return {
    pid,
    port: Number(lines[PORT_LINE] ?? 0),
    isReady: (lines[STATUS_LINE] ?? '').trim() === 'ready',
    state: examine(pid, data),
  }
}

/** True when the process exists and is not merely waiting to be reaped. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return !isZombie(pid)
}

/** Numbers of processes are used again soon in containers, so the number alone proves nothing. */
function examine(pid: number, data: string): Postmaster['state'] {
  if (!exists(pid)) return 'dead'
  if (isZombie(pid)) return 'foreign'
  return worksIn(pid, data) ? 'running' : 'foreign'
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  try {
    return process.platform === 'linux' && /\) Z /.test(readFileSync(stat, 'utf8'))
  } catch {
    return false // the process ended between the two looks
  }
}

/** A server's working directory is its data directory. */
function worksIn(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return commandOf(pid).includes('postgres')
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data
  } catch {
    return false // another user's process, or ended
  }
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}
