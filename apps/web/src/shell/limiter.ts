/** Runs tasks, only so many at once; one that is aborted while it waits never starts. */
export type Limiter = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>

/** Creates a limiter; tasks start in the order in which they came. */
export function createLimiter(most: number): Limiter {
  const waiting: (() => void)[] = []
  let running = 0

  /** hands the place on, so that nobody comes in between */
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return async (task, signal) => {
    if (running < most) running += 1
    else await turn(waiting, signal)
    try {
      signal.throwIfAborted()
      return await task()
    } finally {
      leave()
    }
  }
}

/** Waits to be called; leaves the queue when it is aborted. */
function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      waiting.splice(waiting.indexOf(start), 1)
      reject(signal.reason as Error)
    }
    const start = (): void => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    if (signal.aborted) return reject(signal.reason as Error)
    waiting.push(start)
    signal.addEventListener('abort', leave, { once: true })
  })
}
