/** Whether the server is there, as far as the requests of this page have found out. */
export interface Connection {
  isReached(): boolean
  /** what a request has found out; once nothing gets through, the server is probed until it is back */
  report(hasReached: boolean): void
  subscribe(listener: () => void): () => void
}

export interface ConnectionDeps {
  /** asks the server for a sign of life; reports by itself */
  probe: () => void
  /** the server is there again */
  onBack: () => void
  /** between two probes */
  everyMs?: number
}

/** Watches the connection of a page to its server. */
export function createConnection({ probe, onBack, everyMs = 3000 }: ConnectionDeps): Connection {
  const listeners = new Set<() => void>()
  let probing: ReturnType<typeof setInterval> | null = null

  const report = (hasReached: boolean): void => {
    if (hasReached === (probing === null)) return
    if (probing === null) probing = setInterval(probe, everyMs)
    else {
      clearInterval(probing)
      probing = null
      onBack()
    }
    for (const listener of listeners) listener()
  }

  return {
    isReached: () => probing === null,
    report,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
