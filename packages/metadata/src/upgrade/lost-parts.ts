import type { Layer } from '../catalog.ts'
import { valueIn } from '../json/compose-patches.ts'
import { isPlainObject, ownValue, sameJson } from '../json/plain-object.ts'
import { documentsBelow, ownDocuments } from '../layers/documents-of.ts'
import type { UpgradeConflict } from './conflict.ts'
import { sourceOfChange } from './source-of-change.ts'

interface LostPartsInput {
  /** before the upgrade */
  before: Layer[]
  /** the new releases */
  packages: Layer[]
  /** the workspace's layer before and after something was taken out of it */
  from: Layer[]
  to: Layer[]
}

/** What was taken out of the workspace's own documents because it only showed something that is not there any more. */
export function findLostParts({ before, packages, from, to }: LostPartsInput): UpgradeConflict[] {
  const [base, theirs] = [documentsBelow(before), documentsBelow(packages)]
  const now = ownDocuments(to)
  return [...ownDocuments(from)].flatMap(([key, { kind, name, body }]) => {
    const left = now.get(key)?.body
    if (left === body) return []
    const lost = lostPaths(body, left, theirs.get(key)?.body)
    return lost.map((path): UpgradeConflict => {
      const side = (documents: typeof base) => valueIn(documents.get(key)?.body, path)
      const source = sourceOfChange(before, packages, { kind, name })
      const sides = { base: side(base), theirs: side(theirs), ours: valueIn(body, path) }
      return { kind, name, path, ...sides, reason: 'shows_removed', isApplied: false, ...source }
    })
  })
}

/** The uppermost places that one overlay has and the other has not, or says otherwise; what is said below it is not lost. */
function lostPaths(from: unknown, to: unknown, below: unknown, path: string[] = []): string[][] {
  if (sameJson(from, to) || (to === undefined && sameJson(from, below))) return []
  if (!isPlainObject(from) || !isPlainObject(to)) return [path]
  return Object.keys(from).flatMap((key) =>
    lostPaths(from[key], ownValue(to, key), ownValue(below, key), [...path, key]),
  )
}
