import type { Catalog } from '@fieldwork/metadata'
import type { AfterHook } from './after-hook.ts'
import type { BeforeHook, HookedOperation } from './before-hook.ts'

/** Hooks that are always the same, or those that follow from what is published; asked once for every catalog. */
export type HookSource<Hook> = readonly Hook[] | ((catalog: Catalog) => readonly Hook[])

type AnyHook = BeforeHook | AfterHook

interface Indexed {
  hooks: readonly AnyHook[]
  byWrite: Map<string, readonly AnyHook[]>
}

const none: readonly never[] = []

const indexes = new WeakMap<object, WeakMap<Catalog, Indexed>>()

/** The hooks of a kind of write, in the order in which they were given. */
export function hooksFor<Hook extends AnyHook>(
  source: HookSource<Hook> | undefined,
  { catalog, object, operation }: { catalog: Catalog; object: string; operation: HookedOperation },
): readonly Hook[] {
  if (source === undefined || (typeof source !== 'function' && source.length === 0)) return none
  const { hooks, byWrite } = indexed(source, catalog)
  const key = `${operation} ${object}`
  const known = byWrite.get(key) ?? hooks.filter((hook) => isFor(hook, object, operation))
  byWrite.set(key, known)
  // what a source gave is what it was asked for
  return known as unknown as readonly Hook[]
}

function indexed(source: HookSource<AnyHook>, catalog: Catalog): Indexed {
  const byCatalog = indexes.get(source) ?? new WeakMap<Catalog, Indexed>()
  indexes.set(source, byCatalog)
  const known = byCatalog.get(catalog)
  if (known) return known
  const made: Indexed = { hooks: typeof source === 'function' ? source(catalog) : source, byWrite: new Map() }
  byCatalog.set(catalog, made)
  return made
}

const isFor = (hook: AnyHook, object: string, operation: HookedOperation): boolean =>
  (hook.object === '*' || hook.object === object) && hook.operations.includes(operation)
