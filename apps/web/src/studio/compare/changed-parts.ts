import { diffPaths, pointerTokens } from '../model/json.ts'
import type { PathChange } from '../model/json.ts'

/** What differs of one part of a definition: a step, or the rest of it. */
export interface ChangedPart {
  /** null: what belongs to no step */
  key: string | null
  change: 'added' | 'removed' | 'changed'
  /** by path within the part */
  changes: PathChange[]
}

/** Members that say nothing of what is done: where a step is drawn. */
const DRAWN: ReadonlySet<string> = new Set(['place'])

/**
 * What differs between two versions of a definition, step by step, the whole first.
 *
 * @param steps the member that holds the steps by name, e.g. `nodes`
 */
export function changedParts(before: object | null, after: object | null, steps: string): ChangedPart[] {
  const parts = new Map<string | null, PathChange[]>()
  for (const change of diffPaths(before ?? {}, after ?? {})) {
    const [first, key, ...rest] = pointerTokens(change.pointer)
    if (rest.some((token) => DRAWN.has(token))) continue
    const isStep = first === steps && key !== undefined
    const place = isStep ? key : null
    const pointer = isStep
      ? change.pointer
          .split('/')
          .slice(3)
          .map((token) => `/${token}`)
          .join('')
      : change.pointer
    parts.set(place, [...(parts.get(place) ?? []), { ...change, pointer }])
  }
  return [...parts]
    .map(([key, changes]): ChangedPart => ({ key, change: changeOf(key, changes), changes }))
    .toSorted((a, b) => Number(a.key !== null) - Number(b.key !== null))
}

function changeOf(key: string | null, changes: PathChange[]): ChangedPart['change'] {
  const [first] = changes
  if (key === null || changes.length !== 1 || first?.pointer !== '') return 'changed'
  return first.before === undefined ? 'added' : 'removed'
}
