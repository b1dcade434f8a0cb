import type { Catalog } from '@fieldwork/metadata'

const known = new WeakMap<Catalog, ReadonlySet<string>>()

/** Whether records of an object may wait for somebody's approval. */
export function hasChains(catalog: Catalog, object: string): boolean {
  const objects = known.get(catalog) ?? new Set([...catalog.approvals.values()].map((chain) => chain.object))
  known.set(catalog, objects)
  return objects.has(object)
}
