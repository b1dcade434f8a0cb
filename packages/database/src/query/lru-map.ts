export interface LruMap<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
}

/**
 * Keeps between `limit` and twice `limit` of the entries used last, in two generations: a hit in the young one costs
 * one look-up and moves nothing.
 */
export function createLruMap<T>(limit: number): LruMap<T> {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  const add = (key: string, value: T) => {
    if (young.size >= limit) [old, young] = [young, new Map()]
    young.set(key, value)
  }
  return {
    get(key) {
      const value = young.get(key)
      if (value !== undefined) return value
      const aged = old.get(key)
      if (aged !== undefined) add(key, aged)
      return aged
    },
    set: add,
  }
}
