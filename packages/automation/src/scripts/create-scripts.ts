import { scriptLimits } from './script.ts'
import type { Script, ScriptFailure, ScriptReport } from './script.ts'
import { startScriptThread } from './script-thread.ts'
import type { ScriptThread, ThreadAnswer, ThreadJob } from './script-thread.ts'
import { whyUnstorable } from './storable.ts'

/** Runs scripts of administrators: QuickJS in WebAssembly in a thread of its own, in a new context each time. */
export interface Scripts {
  /** Waits for a free thread; the time of the script begins when it has one. */
  run(script: Script): Promise<ScriptReport>
  stop(): Promise<void>
}

/**
 * @param options.threads scripts at once; a thread is started when it is needed first, and replaced after a script that
 *   broke its limits
 */
export function createScripts({ threads = 2 }: { threads?: number } = {}): Scripts {
  const slots = Array.from({ length: threads }, () => slot())
  const waiting: ((found: Slot) => void)[] = []
  const free = [...slots]
  const take = () => {
    const found = free.pop()
    return found ? Promise.resolve(found) : new Promise<Slot>((resolve) => waiting.push(resolve))
  }
  const give = (back: Slot) => {
    const next = waiting.shift()
    if (next) next(back)
    else free.push(back)
  }
  return {
    async run(script) {
      const job = jobOf(script)
      if (job.input.length > scriptLimits.inputChars) return refused('output', 'too much input')
      const thread = await take()
      try {
        script.signal?.throwIfAborted()
        return reportOf(await thread.run(job))
      } finally {
        give(thread)
      }
    },
    stop: async () => void (await Promise.all(slots.map((each) => each.stop()))),
  }
}

type Slot = ReturnType<typeof slot>

/** A place for one thread, whichever it is at the moment. */
function slot() {
  let thread: Promise<ScriptThread> | null = null
  const drop = async () => {
    const found = thread
    thread = null
    await (await found)?.stop()
  }
  return {
    async run(job: ThreadJob): Promise<ThreadAnswer> {
      try {
        thread ??= startScriptThread()
        const answer = await (await thread).run(job)
        if (!answer.ok && answer.spent) await drop()
        return answer
      } catch (error) {
        thread = null
        const message = error instanceof Error ? error.message : String(error)
        return { ok: false, kind: 'broken', message }
      }
    },
    stop: drop,
  }
}

const within = (asked: number | undefined, { usual, cap }: { usual: number; cap: number }) =>
  Math.min(Math.max(asked ?? usual, 1), cap)

const jobOf = ({ source, input, timeMs, memoryMb }: Script): ThreadJob => ({
  source,
  input: JSON.stringify(input ?? null),
  timeMs: within(timeMs, scriptLimits.timeMs),
  memoryBytes: within(memoryMb, scriptLimits.memoryMb) * 1024 * 1024,
  outputChars: scriptLimits.outputChars,
})

function reportOf(answer: ThreadAnswer): ScriptReport {
  if (!answer.ok) {
    const { kind, name = 'Error', message, line = null, log = [] } = answer
    return { ok: false, kind: kind as ScriptFailure, name, message, line, log }
  }
  const { output, log } = answer
  const why = whyUnstorable(output, scriptLimits)
  if (why !== null) return { ...refused('unstorable', why), log }
  return { ok: true, output: JSON.parse(output) as unknown, log }
}

const refused = (kind: ScriptFailure, message: string) =>
  ({ ok: false, kind, name: 'RangeError', message, line: null, log: [] }) as const
