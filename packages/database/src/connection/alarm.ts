/** For those who look again and again: each in a while, and at once when there is news. */
export interface Alarm {
  /** one that rings while nobody waits is heard by the next who does */
  ring(): void
  /** until a ring or the next round */
  wait(): Promise<void>
}

/** @param roundMs time of a round, more or less, so that nodes do not keep step */
export function createAlarm(roundMs: number): Alarm {
  let hasRung = false
  let answer: (() => void) | null = null
  const ring = (): void => {
    hasRung = true
    answer?.()
  }
  const wait = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      if (hasRung) return resolve()
      const timer = setTimeout(resolve, roundMs * (0.75 + Math.random() / 2))
      timer.unref()
      answer = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    hasRung = false
    answer = null
  }
  return { ring, wait }
}
