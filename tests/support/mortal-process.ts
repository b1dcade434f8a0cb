import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const programs = {
  server: [pathOf('../../apps/server/src/main.ts')],
  worker: [pathOf('../../apps/cli/bin/fieldwork.mjs'), 'worker'],
}

/** A server or worker that is killed in the middle of what it does, and comes back. */
export interface MortalProcess {
  name: string
  /** how often it was killed */
  deaths: number
  /** Ends it at once. */
  kill(): Promise<void>
  /** Starts it again; resolves when it is at work. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface MortalOptions {
  name: string
  program: keyof typeof programs
  env: Record<string, string>
  /** modules that node loads before */
  imports?: readonly string[]
  /** whether it is at work; by default when it says something */
  isReady?(): Promise<boolean>
}

export function mortal({ name, program, env, imports = [], isReady }: MortalOptions): MortalProcess {
  const loaded = ['tsx', ...imports].flatMap((module) => ['--import', module])
  let child: ChildProcess | null = null
  let said = ''
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const self: MortalProcess = {
    name,
    deaths: 0,
    async kill() {
      self.deaths += 1
      await end('SIGKILL')
    },
    async start() {
      said = ''
      const own = spawn(process.execPath, [...loaded, ...programs[program]], {
        env: { ...process.env, DEMO: '0', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = own
      for (const stream of [own.stdout, own.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
      const ready = isReady ?? (async () => said.includes('Working on'))
      while (!(await ready())) {
        if (own.exitCode !== null) throw new Error(`${name} ended with ${own.exitCode}: ${said}`)
        if (own.signalCode !== null) return
        await sleep(50)
      }
    },
    stop: () => end('SIGTERM'),
  }
  return self
}
