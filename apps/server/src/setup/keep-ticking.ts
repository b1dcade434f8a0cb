import type { Log } from '@fieldwork/database'

const everyMs = 5_000

/** Looks after what is due by the clock, one look after the other. */
export function keepTicking({ tick, log }: { tick(): Promise<void>; log: Log }): {
  start(): void
  stop(): Promise<void>
} {
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()
  let isStopped = false
  const look = async (): Promise<void> => {
    try {
      await tick()
    } catch (error) {
      log.error({ error }, 'what is due by the clock could not be looked after; trying again')
    }
    if (!isStopped) timer = setTimeout(() => void (looking = look()), everyMs)
  }
  return {
    start() {
      isStopped = false
      looking = look()
    },
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      await looking
    },
  }
}
