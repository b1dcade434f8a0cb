import type { BeforeHook, HookedOperation } from './before-hook.ts'

const none: readonly BeforeHook[] = []

const indexes = new WeakMap<readonly BeforeHook[], Map<string, readonly BeforeHook[]>>()

/** The hooks of a kind of write, in the order in which they were given. */
export function hooksFor(
  hooks: readonly BeforeHook[] | undefined,
  object: string,
  operation: HookedOperation,
): readonly BeforeHook[] {
  if (hooks === undefined || hooks.length === 0) return none
  const index = indexes.get(hooks) ?? new Map<string, readonly BeforeHook[]>()
  indexes.set(hooks, index)
  const key = `${operation} ${object}`
  const known = index.get(key)
  if (known) return known
  const found = hooks.filter((hook) => isFor(hook, object, operation))
  index.set(key, found)
  return found
}

const isFor = (hook: BeforeHook, object: string, operation: HookedOperation): boolean =>
  (hook.object === '*' || hook.object === object) && hook.operations.includes(operation)
