import { createLru } from '@fieldwork/metadata'
import type { Catalog, Lru } from '@fieldwork/metadata'

/** Statements and filters kept per catalog; one entry is a few kilobytes. */
const maxEntries = 2_000

const caches = new WeakMap<Catalog, Lru<unknown>>()

/**
 * The compiled thing of a key, made on first use. It lives as long as its catalog, so nothing compiled from an older
 * revision survives a publish. Every key begins with the kind of thing it names, which fixes the type.
 */
export function cached<T>(catalog: Catalog, key: string, compile: () => T): T {
  let cache = caches.get(catalog)
  if (!cache) caches.set(catalog, (cache = createLru(maxEntries)))
  return cache.getOrCreate(key, compile) as T
}
