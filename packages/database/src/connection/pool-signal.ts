import type { Database } from './types.ts'

/** Tells parts of this process that use the same pool that something has happened. */
export interface PoolSignal {
  send(db: Pick<Database, 'pool'>): void
  /** returns how to stop listening */
  listen(db: Pick<Database, 'pool'>, hear: () => void): () => void
}

export function createPoolSignal(): PoolSignal {
  const listeners = new WeakMap<object, Set<() => void>>()
  return {
    send({ pool }) {
      for (const hear of listeners.get(pool) ?? []) hear()
    },
    listen({ pool }, hear) {
      const set = listeners.get(pool) ?? new Set()
      listeners.set(pool, set.add(hear))
      return () => void set.delete(hear)
    },
  }
}
