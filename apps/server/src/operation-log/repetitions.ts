import type { NewLoggedOperation } from '@fieldwork/database'

/** How long one that repeats is counted before it is told again. */
const WINDOW_MS = 60_000
/** the first time is told soon */
const FIRST_MS = 1_000
/** different things of one source in a window; what is beyond is told as one */
const MOST_OF_SOURCE = 40
/** different things of all sources in a window */
const MOST = 4_000

interface Repeated {
  first: NewLoggedOperation
  source: string
  times: number
  since: number
  last: number
  dueAt: number
}

/** What happens often, counted: however much there is, there are few lines. */
export interface Repetitions {
  add(operation: NewLoggedOperation, now: number): void
  /** lines to be written now; `all`: also those that could wait */
  take(now: number, all?: boolean): NewLoggedOperation[]
  isEmpty(): boolean
}

export function createRepetitions(): Repetitions {
  const known = new Map<string, Repeated>()
  const ofSource = new Map<string, number>()

  function add(operation: NewLoggedOperation, now: number): void {
    const source = operation.actor ?? operation.address ?? ''
    const told = abridged(operation, source)
    const key = keyOf(told)
    const found = known.get(key)
    if (found) {
      if (found.times++ === 0) found.since = now
      found.last = now
      return
    }
    ofSource.set(source, (ofSource.get(source) ?? 0) + 1)
    known.set(key, { first: told, source, times: 1, since: now, last: now, dueAt: now + FIRST_MS })
  }

  /** Beyond what one source may fill, only what was done is told; beyond what all may, not even by whom. */
  function abridged(operation: NewLoggedOperation, source: string): NewLoggedOperation {
    if (known.has(keyOf(operation))) return operation
    const { action, outcome, actor, address, session } = operation
    if (known.size >= MOST) return { action, outcome, actor: null, details: { more: true } }
    if ((ofSource.get(source) ?? 0) < MOST_OF_SOURCE) return operation
    return { action, outcome, actor, account: null, address, session, details: { more: true } }
  }

  function forget(key: string, { source }: Repeated): void {
    known.delete(key)
    const left = (ofSource.get(source) ?? 1) - 1
    if (left > 0) ofSource.set(source, left)
    else ofSource.delete(source)
  }

  return {
    add,
    isEmpty: () => known.size === 0,
    take(now, all = false) {
      const due = [...known].filter(([, { dueAt }]) => all || dueAt <= now)
      for (const [key, one] of due) if (one.times === 0) forget(key, one)
      return due.flatMap(([, one]) => {
        if (one.times === 0) return []
        const { first, times, since, last } = one
        Object.assign(one, { times: 0, dueAt: now + WINDOW_MS })
        return [{ ...first, at: new Date(since), until: times > 1 ? new Date(last) : null, times }]
      })
    },
  }
}

const keyOf = ({ action, outcome, actor, account, address, session, object, record, details }: NewLoggedOperation) =>
  JSON.stringify([action, outcome, actor, account, address, session, object, record, details])
