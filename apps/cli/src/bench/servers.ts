import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** A server under load: one Node process. */
export interface RunningServer {
  url: string
  pid: number
  /** what its database connections call themselves */
  application: string
  /** resident memory of the process, MiB */
  memoryMiB(): number
  stop(): Promise<void>
}

/** Starts the hand-written server over the tables in the schema `public`. */
export async function startFloor(databaseUrl: string): Promise<RunningServer> {
  const port = await freePort()
  const application = 'floor'
  const environment = { DATABASE_URL: databaseUrl, PORT: String(port), PGAPPNAME: application }
  return run([`${root}tests/load/floor.mjs`], { port, environment, ready: '/opportunity-aggregate', application })
}

/** Starts the platform itself, exactly as `npm start` does, without sample data. */
export async function startPlatform(databaseUrl: string, adminPassword: string): Promise<RunningServer> {
  const port = await freePort()
  const settings = { ADMIN_PASSWORD: adminPassword, DEMO: '0', NODE_ENV: 'production' }
  const environment = { DATABASE_URL: databaseUrl, PORT: String(port), ...settings }
  return run([`${root}apps/server/dist/main.mjs`], {
    port,
    environment,
    ready: '/readyz',
    application: 'fieldwork',
  })
}

interface RunOptions {
  port: number
  environment: Record<string, string>
  /** a path that answers, with any status, once the server is up */
  ready: string
  application: string
}

async function run(args: string[], { port, environment, ready, application }: RunOptions): Promise<RunningServer> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = lastWords(child)
  const url = `http://127.0.0.1:${port}`
  await untilReady(url + ready, child, said)
  return { url, pid: child.pid!, application, memoryMiB: () => residentMiB(child.pid!), stop: () => stop(child) }
}

async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}:\n${said()}`)
    const answer = await fetch(url).catch(() => null)
    if (answer && answer.status < 500) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no answer from ${url} within 60 s`)
}

/** What the process wrote to its error stream last: printed when it does not start, too much to show otherwise. */
function lastWords(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000)
  })
  return () => text
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
