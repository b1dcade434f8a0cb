interface LoadInput {
  url: string
  token: string
  /** of rows of the object `load` */
  ids: readonly string[]
  readers: number
  writers: number
}

/** What clients felt since they were last asked, in milliseconds. */
export interface Felt {
  requests: number
  failed: number
  p99: number
  max: number
}

export interface Load {
  take(): Felt
  stop(): Promise<void>
}

/** Clients that read lists and change records one request after the other, until they are stopped. */
export function startLoad({ url, token, ids, readers, writers }: LoadInput): Load {
  let times: number[] = []
  let failed = 0
  const stopped = new AbortController()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }

  const pick = (): string => ids[Math.floor(Math.random() * ids.length)]!
  const read = () => fetch(`${url}/api/records/load?filter=${encodeURIComponent(`stage == 'stage 3'`)}`, { headers })
  const write = () => {
    const body = JSON.stringify({ name: `Name ${Math.random()}` })
    return fetch(`${url}/api/records/load/${pick()}`, { method: 'PATCH', headers, body })
  }
  const keepAsking = async (ask: () => Promise<Response>): Promise<void> => {
    while (!stopped.signal.aborted) {
      const start = performance.now()
      const answer = await ask().catch(() => null)
      await answer?.arrayBuffer()
      times.push(performance.now() - start)
      if (!answer?.ok) failed++
    }
  }
  const clients = [
    ...Array.from({ length: readers }, () => keepAsking(read)),
    ...Array.from({ length: writers }, () => keepAsking(write)),
  ]
  return {
    take() {
      const sorted = times.toSorted((a, b) => a - b)
      const felt = {
        requests: sorted.length,
        failed,
        p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
        max: sorted.at(-1) ?? 0,
      }
      times = []
      failed = 0
      return felt
    },
    async stop() {
      stopped.abort()
      await Promise.all(clients)
    },
  }
}
