export interface Lru<Value> {
  getOrCreate(key: string, create: () => Value): Value
}

/**
 * Keeps between `capacity` and twice `capacity` of the values used last, in two generations: a hit in the young one
 * costs one look-up and moves nothing.
 */
export function createLru<Value>(capacity: number): Lru<Value> {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  return {
    getOrCreate(key, create) {
      const known = young.get(key)
      if (known !== undefined) return known
      const value = old.get(key) ?? create()
      if (young.size >= capacity) [old, young] = [young, new Map()]
      young.set(key, value)
      return value
    },
  }
}
