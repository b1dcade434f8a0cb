import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** What a thread is told. */
export interface ThreadJob {
  source: string
  /** JSON */
  input: string
  timeMs: number
  memoryBytes: number
  outputChars: number
}

/** What a thread answers. */
export type ThreadAnswer =
  | { ok: true; output: string; log: string[] }
  | { ok: false; kind: string; name?: string; message: string; line?: number | null; log?: string[]; spent?: boolean }

/** A thread in which one script is run at a time. */
export interface ScriptThread {
  /** @throws Error when the thread ends meanwhile */
  run(job: ThreadJob): Promise<ThreadAnswer>
  stop(): Promise<void>
}

/** what a script may take beyond its time until its thread is ended: looks at the clock come seldom in some loops */
const GRACE_MS = 250

const late: ThreadAnswer = { ok: false, kind: 'time', name: 'Timeout', message: 'interrupted', line: null, spent: true }

/** Found by the package's name, since the built server stands elsewhere. */
const workerFile = (): string => createRequire(import.meta.url).resolve('@fieldwork/automation/script-worker')

/** Starts a thread; it does not keep the process alive while it has nothing to do. */
export async function startScriptThread(): Promise<ScriptThread> {
  const worker = new Worker(workerFile(), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  })
  await answerOf(worker)
  worker.unref()
  return {
    async run(job) {
      worker.ref()
      const answer = answerOf(worker)
      worker.postMessage(job, [])
      const timer = setTimeout(() => void worker.terminate(), job.timeMs + GRACE_MS)
      let isLate = false
      const clock = setTimeout(() => (isLate = true), job.timeMs)
      try {
        return (await answer) as ThreadAnswer
      } catch (error) {
        if (isLate) return late
        throw error
      } finally {
        clearTimeout(timer)
        clearTimeout(clock)
        worker.unref()
      }
    },
    stop: async () => void (await worker.terminate()),
  }
}

/** The next message of a thread. */
function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settled = (act: () => void) => () => {
      worker.off('message', answered).off('error', failed).off('exit', ended)
      act()
    }
    const answered = (message: unknown) => settled(() => resolve(message))()
    const failed = (error: Error) => settled(() => reject(error))()
    const ended = settled(() => reject(new Error('the thread of the script has ended')))
    worker.on('message', answered).on('error', failed).on('exit', ended)
  })
}
