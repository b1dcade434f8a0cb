/** A bounded map whose entries are believed for a short time. */
export interface ExpiringCache<Value> {
  /** undefined when absent or too old */
  get(key: string): Value | undefined
  /** @param ttlMs where it is to be believed for less time than others */
  set(key: string, value: Value, ttlMs?: number): void
  delete(key: string): void
  deleteWhere(matches: (value: Value) => boolean): void
}

/**
 * Creates a cache.
 *
 * @param options.maxEntries beyond it the entry added first goes
 * @param options.ttlMs after that an entry is read anew
 */
export function createExpiringCache<Value>({
  maxEntries,
  ttlMs,
}: {
  maxEntries: number
  ttlMs: number
}): ExpiringCache<Value> {
  const entries = new Map<string, { value: Value; until: number }>()
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      if (performance.now() < entry.until) return entry.value
      entries.delete(key)
      return undefined
    },
    set(key, value, ownTtlMs = ttlMs) {
      entries.delete(key)
      if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string)
      entries.set(key, { value, until: performance.now() + Math.min(ttlMs, ownTtlMs) })
    },
    delete: (key) => void entries.delete(key),
    deleteWhere(matches) {
      for (const [key, { value }] of entries) if (matches(value)) entries.delete(key)
    },
  }
}
