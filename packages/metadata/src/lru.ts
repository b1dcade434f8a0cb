export interface Lru<Value> {
  getOrCreate(key: string, create: () => Value): Value
}

/** Keeps the `capacity` most recently used values. */
export function createLru<Value>(capacity: number): Lru<Value> {
  const values = new Map<string, Value>()
  return {
    getOrCreate(key, create) {
      const known = values.get(key)
      const value = known ?? create()
      values.delete(key)
      values.set(key, value)
      if (values.size > capacity) values.delete(values.keys().next().value as string)
      return value
    },
  }
}
