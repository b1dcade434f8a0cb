import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { end, serverPid, temporaryFolder } from '../support/launcher.ts'

const START = fileURLToPath(new URL('../../apps/cli/bin/start.mjs', import.meta.url))
const PORT = '5621'
const BASE = `http://127.0.0.1:${PORT}`
const READY_TIMEOUT_MS = 60_000
/** two starts on a machine that does other things */
const TEST_TIMEOUT_MS = 3 * READY_TIMEOUT_MS

interface Started {
  child: ChildProcess
  /** What it has printed so far. */
  output(): string
}

function run(args: string[], env: Record<string, string>): Started {
  let printed = ''
  const child = spawn(process.execPath, [START, ...args], { env: { ...process.env, NODE_ENV: 'production', ...env } })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  onTestFinished(() => end(child, 'SIGKILL'))
  return { child, output: () => printed }
}

/** Starts the product and waits until it answers. */
async function start(dataDir: string): Promise<Started> {
  const started = run([], { DATA_DIR: dataDir, PORT, DEMO: '0', ADMIN_PASSWORD: 'a-long-enough-password' })
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (!(await isReady())) {
    if (started.child.exitCode !== null || Date.now() > deadline) throw new Error(started.output())
    await sleep(50)
  }
  return started
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${BASE}/readyz`)).ok
  } catch {
    return false
  }
}

/** @returns the status of a login as the administrator */
async function logIn(): Promise<number> {
  const response = await fetch(`${BASE}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'a-long-enough-password' }),
  })
  return response.status
}

test(
  'npm start serves the web app and the API, and leaves nothing running when it is stopped',
  async () => {
    const dataDir = temporaryFolder()
    const { child } = await start(dataDir)
    expect(await logIn()).toBe(200)
    expect(await (await fetch(BASE)).text()).toContain('<div id="root">')

    await end(child, 'SIGTERM')
    expect(child.exitCode).toBe(0)
    expect(() => serverPid(dataDir)).toThrow('ENOENT')
  },
  TEST_TIMEOUT_MS,
)

test(
  'npm start after kill -9 finds everything as it was',
  async () => {
    const dataDir = temporaryFolder()
    const first = await start(dataDir)
    const pid = serverPid(dataDir)
    await end(first.child, 'SIGKILL')

    const second = await start(dataDir)
    expect(serverPid(dataDir)).toBe(pid)
    expect(await logIn()).toBe(200)
    await end(second.child, 'SIGTERM')
  },
  TEST_TIMEOUT_MS,
)

test('npm start -- --help lists the settings in both languages', async () => {
  const { child, output } = run(['--help'], {})
  await once(child, 'close')
  expect(child.exitCode).toBe(0)
  expect(output()).toMatch(/^ {2}PORT\b.*\n.*端口.*3000/m)
  expect(output()).toContain('DATABASE_URL')
})
