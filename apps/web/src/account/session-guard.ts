/** Brings a lost session back: silently where it can, else by asking the person to log in again. */
export interface SessionGuard {
  /** Resolves with true once the session stands; all who ask meanwhile wait for the same answer. */
  recover(): Promise<boolean>
  /** whether the person is being asked */
  isAsking(): boolean
  /** the person's answer: logged in again, or given up */
  settle(isLoggedIn: boolean): void
  subscribe(listener: () => void): () => void
}

/** @param restore tries without the person, e.g. when another tab has logged in meanwhile */
export function createSessionGuard(restore: () => Promise<boolean>): SessionGuard {
  const listeners = new Set<() => void>()
  let pending: Promise<boolean> | null = null
  let answer: ((isLoggedIn: boolean) => void) | null = null

  const setAnswer = (next: typeof answer): void => {
    answer = next
    for (const listener of listeners) listener()
  }

  const ask = (): Promise<boolean> => new Promise((resolve) => setAnswer(resolve))

  async function bringBack(): Promise<boolean> {
    try {
      return (await restore()) || (await ask())
    } finally {
      pending = null
    }
  }

  return {
    recover: () => (pending ??= bringBack()),
    isAsking: () => answer !== null,
    settle: (isLoggedIn) => {
      answer?.(isLoggedIn)
      setAnswer(null)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
