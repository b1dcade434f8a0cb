import type { Catalog } from '@fieldwork/metadata'
import { createLruMap } from './lru-map.ts'
import type { LruMap } from './lru-map.ts'

/** Statements and filters kept per catalog; one entry is a few kilobytes. */
const maxEntries = 2_000

const caches = new WeakMap<Catalog, LruMap<unknown>>()

/**
 * The compiled thing of a key, made on first use. It lives as long as its catalog, so nothing compiled from an older
 * revision survives a publish. Every key begins with the kind of thing it names, which fixes the type.
 */
export function cached<T>(catalog: Catalog, key: string, compile: () => T): T {
  let cache = caches.get(catalog)
  if (!cache) caches.set(catalog, (cache = createLruMap(maxEntries)))
  const found = cache.get(key) as T | undefined
  if (found !== undefined) return found
  const made = compile()
  cache.set(key, made)
  return made
}
