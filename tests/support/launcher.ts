import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { startDatabase, type StartDatabaseOptions, type StartedDatabase } from '../../apps/server/src/launcher/index.ts'

const PROGRAM = fileURLToPath(new URL('launch-database.ts', import.meta.url))

/** What a process that launches a database printed. */
export interface Launched {
  child: ChildProcess
  url: string
  kind: string
  error?: string
}

/** A folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwork-launcher-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts a database in this process; it is stopped after the test if the test has not done so. */
export async function launch(options: Omit<StartDatabaseOptions, 'log'>): Promise<StartedDatabase> {
  const database = await startDatabase({ ...options, log: () => undefined })
  onTestFinished(() => database.stop())
  return database
}

/** Starts a database in a process of its own, optionally as another user. */
export async function launchApart(
  options: Omit<StartDatabaseOptions, 'log'>,
  user: { uid?: number; gid?: number } = {},
): Promise<Launched> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), PROGRAM, JSON.stringify(options)], {
    ...user,
    cwd: '/',
    env: { ...process.env, TMPDIR: tmpdir(), HOME: '/' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(createInterface(child.stdout!), 'line')
  return { child, ...JSON.parse(line) }
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** The number of the PostgreSQL server of a DATA_DIR. */
export function serverPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

/** Runs one statement. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
