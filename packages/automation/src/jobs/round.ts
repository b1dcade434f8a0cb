import { createAlarm } from '@fieldwork/database'
import type { Log } from '@fieldwork/database'

/** Something that has to be looked after again and again; any number of nodes may, each thing is done once. */
export interface Round {
  /** for the log */
  name: string
  everyMs: number
  /** Does what is due; leaves the rest once it is to stop. What fails is looked after in the next round. */
  look(signal: AbortSignal): Promise<void>
}

export interface KeptRound {
  /** looks at once */
  nudge(): void
  /** waits for the look that is under way */
  stop(): Promise<void>
}

/** Looks now and in rounds, one look after the other. */
export function keepRound({ name, everyMs, look }: Round, log: Log): KeptRound {
  const alarm = createAlarm(everyMs)
  const stopping = new AbortController()
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await look(stopping.signal)
      } catch (error) {
        log.error({ error, round: name }, 'what is due could not be looked after; trying again')
      }
      if (!stopping.signal.aborted) await alarm.wait()
    }
  }
  const working = work()
  return {
    nudge: alarm.ring,
    async stop() {
      stopping.abort()
      alarm.ring()
      await working
    },
  }
}
