import { isDeepStrictEqual } from 'node:util'
import { isPlainObject, pointerOf } from '@fieldwork/metadata'
import type { Body } from './stored-documents.ts'

/** One place in a document that a revision changed. `before` or `after` is absent where the place did not exist. */
export interface PathChange {
  /** RFC 6901; empty for the whole document */
  pointer: string
  before?: unknown
  after?: unknown
}

/** What changed between two JSON values, by path: objects are entered, everything else is compared whole. */
export function diffPaths(before: unknown, after: unknown, pointer = ''): PathChange[] {
  if (isDeepStrictEqual(before, after)) return []
  if (!isPlainObject(before) || !isPlainObject(after)) {
    return [{ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  }
  return keysOf(before, after).flatMap((key) => diffPaths(before[key], after[key], pointer + pointerOf(key)))
}

export interface ThreeWay {
  /** undefined: it does not exist */
  before: unknown
  after: unknown
  current: unknown
}

/**
 * Takes the change from `before` to `after` back in `current`, which later changes may have touched: each path the
 * change did not touch stays as it is now, each other gets its earlier value.
 *
 * @param conflicts receives the pointers of places that were changed again later
 */
export function takeBack({ before, after, current }: ThreeWay, conflicts: string[], pointer = ''): unknown {
  if (isDeepStrictEqual(current, after)) return before
  if (isDeepStrictEqual(current, before) || isDeepStrictEqual(before, after)) return current
  if (isPlainObject(before) && isPlainObject(after) && isPlainObject(current)) {
    const entries = keysOf(before, after, current).map((key) => {
      const sides = { before: before[key], after: after[key], current: current[key] }
      return [key, takeBack(sides, conflicts, pointer + pointerOf(key))] as const
    })
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }
  conflicts.push(pointer)
  return current
}

const keysOf = (...objects: Body[]): string[] => [...new Set(objects.flatMap(Object.keys))]
