import { setTimeout as sleep } from 'node:timers/promises'
import { fillDeadlines, sweepDeadlines } from '@fieldwork/automation'
import type { DeadlineDeps } from '@fieldwork/automation'

const everyMs = 15_000

/** Something that goes on until it is stopped. */
export interface Keeping {
  start(): void
  stop(): Promise<void>
}

/** Looks at the deadlines whose moment has come, again and again; several servers may, each thing is done once. */
export function keepDeadlines(deps: () => DeadlineDeps): Keeping {
  const stopping = new AbortController()
  let going: Promise<void> | null = null
  const look = async (): Promise<void> => {
    const all = deps()
    try {
      await fillDeadlines(all)
      await sweepDeadlines(all)
    } catch (error) {
      all.db.log.warn({ error }, 'the deadlines could not be looked at; trying again')
    }
  }
  const go = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look()
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  return {
    start: () => void (going ??= go()),
    async stop() {
      stopping.abort()
      await going
    },
  }
}
