import { isPlainObject, ownValue, setOwn } from './plain-object.ts'
import type { PlainObject } from './plain-object.ts'
import { stableText } from './hash.ts'

/** Applies a JSON Merge Patch (RFC 7396). Neither argument is changed; untouched parts are shared. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch
  const result: PlainObject = {}
  if (isPlainObject(target)) for (const key of Object.keys(target)) setOwn(result, key, target[key])
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === null) delete result[key]
    else setOwn(result, key, mergePatch(ownValue(result, key), value))
  }
  return result
}

/**
 * The merge patch that turns `from` into `to`; `{}` when they are equal. A null inside `to` means an absent key,
 * because a merge patch cannot say anything else.
 */
export function diffToPatch(from: unknown, to: unknown): unknown {
  if (!isPlainObject(to)) return to
  const before = isPlainObject(from) ? from : {}
  const patch: PlainObject = {}
  for (const key of Object.keys(before)) {
    const gone = ownValue(to, key)
    if (gone === undefined || gone === null) setOwn(patch, key, null)
  }
  for (const key of Object.keys(to)) addDifference(patch, key, { from: ownValue(before, key), to: to[key] })
  return patch
}

function addDifference(patch: PlainObject, key: string, { from, to }: { from: unknown; to: unknown }): void {
  if (to === null || to === undefined || stableText(from) === stableText(to)) return
  setOwn(patch, key, diffToPatch(from, to))
}
