import { isPlainObject, ownValue, setOwn } from './plain-object.ts'
import type { PlainObject } from './plain-object.ts'

/**
 * The one merge patch that does what two do after one another: unlike in a patched document, a null of either stays,
 * since it removes what lies below.
 */
export function composePatches(first: unknown, second: unknown): unknown {
  if (!isPlainObject(second)) return second
  const result: PlainObject = {}
  if (isPlainObject(first)) for (const key of Object.keys(first)) setOwn(result, key, first[key])
  for (const key of Object.keys(second)) setOwn(result, key, composePatches(ownValue(result, key), second[key]))
  return result
}

/** The merge patch that says one value at one place: `nested(['a', 'b'], 1)` is `{ a: { b: 1 } }`. */
export function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => {
    const outer: PlainObject = {}
    setOwn(outer, key, inner)
    return outer
  }, value)
}

/** A value without one place in it, and without objects that are empty after that; undefined: nothing is left. */
export function withoutPath(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return undefined
  if (!isPlainObject(value) || !Object.hasOwn(value, key)) return value
  const inner = withoutPath(value[key], rest)
  const { [key]: _removed, ...others } = value
  if (inner === undefined) return Object.keys(others).length === 0 ? undefined : others
  return { ...value, [key]: inner }
}

/** The value at a path of keys; undefined where there is none. */
export const valueIn = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => ownValue(at, key), value)
