import type { NewLoggedOperation } from '@fieldwork/database'
import type { OperationLog } from './operation-log.ts'

/** After so long without a request somebody is taken to look no more. */
const IDLE_MS = 10 * 60_000
const SWEEP_MS = 60_000

/** Who looks at the system as somebody else: the call as the log tells it, and whose eyes. */
export interface Viewer {
  call: Pick<NewLoggedOperation, 'actor' | 'account' | 'address' | 'session'>
  /** id of the user */
  viewed: string
}

/** Tells the operation log when somebody began to look as another user and until when he did; not every request. */
export interface Viewings {
  /** To be called with each request; a promise where he begins: the line has to stand before anything is shown. */
  see(viewer: Viewer): Promise<void> | null
  /** He looks as himself again. */
  end(viewer: Viewer): Promise<void>
  /** tells of all that are still under way */
  close(): Promise<void>
}

interface Viewing extends Viewer {
  from: Date
  last: Date
  requests: number
  /** null: its line stands */
  beginning: Promise<void> | null
}

type Ending = 'left' | 'idle' | 'stopped'

export function createViewings(log: Pick<OperationLog, 'write'>, onError: (error: unknown) => void): Viewings {
  const open = new Map<string, Viewing>()
  let timer: NodeJS.Timeout | null = null

  async function begin(key: string, viewing: Viewing): Promise<void> {
    try {
      await log.write(lineOf(viewing, { state: 'began' }))
      viewing.beginning = null
    } catch (error) {
      open.delete(key)
      throw error
    }
  }

  async function finish(key: string, viewing: Viewing, why: Ending): Promise<void> {
    open.delete(key)
    const { from, last, requests } = viewing
    await log.write(
      lineOf(viewing, { state: 'ended', why, from: from.toISOString(), until: last.toISOString(), requests }),
    )
  }

  async function sweep(): Promise<void> {
    timer = null
    const before = Date.now() - IDLE_MS
    const idle = [...open].filter(([, { last }]) => last.getTime() < before)
    await Promise.all(idle.map(([key, viewing]) => finish(key, viewing, 'idle').catch(onError)))
    schedule()
  }

  function schedule(): void {
    if (timer || open.size === 0) return
    timer = setTimeout(() => void sweep(), SWEEP_MS)
    timer.unref()
  }

  return {
    see(viewer) {
      const key = keyOf(viewer)
      const known = open.get(key)
      if (known) {
        known.last = new Date()
        known.requests++
        return known.beginning
      }
      const now = new Date()
      const viewing: Viewing = { ...viewer, from: now, last: now, requests: 1, beginning: null }
      open.set(key, viewing)
      schedule()
      return (viewing.beginning = begin(key, viewing))
    },
    async end(viewer) {
      const key = keyOf(viewer)
      const known = open.get(key)
      if (known) await finish(key, known, 'left')
    },
    async close() {
      if (timer) clearTimeout(timer)
      await Promise.all([...open].map(([key, viewing]) => finish(key, viewing, 'stopped').catch(onError)))
    },
  }
}

const keyOf = ({ call, viewed }: Viewer): string => `${call.actor} ${call.session} ${viewed}`

const lineOf = ({ call, viewed }: Viewer, details: Record<string, unknown>): NewLoggedOperation => ({
  ...call,
  action: 'view_as',
  outcome: 'done',
  object: 'user',
  record: viewed,
  details,
})
