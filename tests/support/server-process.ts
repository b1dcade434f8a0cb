import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ADMIN_PASSWORD } from './api-server.ts'
import { freePort } from './free-port.ts'

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))

/** A server in a process of its own. */
export interface ServerProcess {
  url: string
  /** as the administrator; JSON in, JSON or another text out */
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>
  stop(): Promise<void>
  /** ends it at once, in the middle of what it does */
  kill(): Promise<void>
}

/**
 * Starts the server on a database; the first on a fresh one makes the administrator.
 *
 * @param program what node runs; by default the sources of the server
 */
export async function startProcess(
  databaseUrl: string,
  settings: Record<string, string> = {},
  program: readonly string[] = ['--import', 'tsx', main],
): Promise<ServerProcess> {
  const port = await freePort()
  const env = { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), ADMIN_PASSWORD, DEMO: '0', ...settings }
  const child = spawn(process.execPath, [...program], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`)
    await sleep(50)
  }
  const headers = await logIn(url)
  return {
    url,
    async call(method, path, body) {
      const options = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
      const answer = await fetch(url + path, options)
      const text = await answer.text()
      const isJson = (answer.headers.get('content-type') ?? '').includes('json')
      return { status: answer.status, body: text === '' ? null : isJson ? JSON.parse(text) : text }
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function logIn(url: string): Promise<Record<string, string>> {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD })
  const login = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: json, body })
  const { csrf } = (await login.json()) as { csrf: string }
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  return { ...json, cookie, 'x-csrf-token': csrf, 'accept-language': 'en' }
}
