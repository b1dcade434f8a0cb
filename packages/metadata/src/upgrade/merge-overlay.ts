import { diffToPatch, mergePatch } from '../json/merge-patch.ts'
import { isPlainObject, ownValue, sameJson, setOwn } from '../json/plain-object.ts'
import type { PlainObject } from '../json/plain-object.ts'
import { HIDDEN } from '../layers/merge-layers.ts'

/**
 * Why a part of an overlay and a package upgrade disagree: both changed it, both added it, or the package removed,
 * renamed or wholly replaced what the overlay changes in part.
 */
export type MergeReason = 'both_changed' | 'both_added' | 'removed' | 'renamed' | 'replaced'

/** One place where both sides changed the same. A value that is undefined does not exist on that side. */
export interface MergeConflict {
  path: string[]
  base: unknown
  theirs: unknown
  /** what the overlay says there; null: it removes the place */
  ours: unknown
  reason: MergeReason
  /** the overlay's part is in effect; false: there is nothing it could apply to, so it is set aside */
  isApplied: boolean
  /** where the package seems to have moved it */
  target?: string[]
}

/** A document below the overlay before and after the upgrade, and the overlay: a merge patch. */
export interface OverlaySides {
  base: unknown
  theirs: unknown
  ours: unknown
}

/**
 * Merges an overlay with a new release of what it lies on. The overlay's values stand; those that say what the release
 * says too are dropped from it.
 *
 * @returns the new overlay, null where nothing of it is left; with the conflicts, nothing is lost
 */
export function mergeOverlay(sides: OverlaySides): { overlay: PlainObject | null; conflicts: MergeConflict[] } {
  const conflicts: MergeConflict[] = []
  if (sides.theirs === undefined && sameJson(sides.ours, { [HIDDEN]: true })) return { overlay: null, conflicts }
  const merged = mergeAt(sides, { path: [], conflicts, siblings: null })
  return { overlay: isPlainObject(merged) ? merged : null, conflicts }
}

interface Place {
  path: string[]
  conflicts: MergeConflict[]
  /** the collections that the place lies in, to find where a removed entry went */
  siblings: { base: PlainObject; theirs: PlainObject } | null
}

/** What is left of the overlay at a place; undefined for nothing. */
function mergeAt(sides: OverlaySides, place: Place): unknown {
  const { base, theirs, ours } = sides
  if (isSaid(ours, theirs)) return undefined
  if (!isPlainObject(ours)) return keepValue(sides, place)
  if (isPlainObject(base) && isPlainObject(theirs)) return mergeEntries({ base, theirs, ours }, place)
  if (isPlainObject(base)) return setAside(sides, place)
  if (sameJson(base, theirs)) return ours
  // the overlay holds a whole value, not a part of one: it stands as it is
  note(sides, place, { reason: base === undefined ? 'both_added' : 'both_changed', isApplied: true })
  return isPlainObject(theirs) ? diffToPatch(theirs, mergePatch({}, ours)) : ours
}

/** Whether the release says what the overlay says, so that nothing is left to say. */
function isSaid(ours: unknown, theirs: unknown): boolean {
  if (ours === null) return theirs === undefined
  return isPlainObject(ours) ? sameJson(mergePatch({}, ours), theirs) : sameJson(ours, theirs)
}

function keepValue(sides: OverlaySides, place: Place): unknown {
  const { base, theirs, ours } = sides
  const reason = base === undefined ? 'both_added' : 'both_changed'
  if (!sameJson(base, theirs)) note(sides, place, { reason, isApplied: true })
  return ours
}

type Collections = { base: PlainObject; theirs: PlainObject; ours: PlainObject }

function mergeEntries({ base, theirs, ours }: Collections, { path, conflicts }: Place): PlainObject | undefined {
  const kept: PlainObject = {}
  for (const key of Object.keys(ours)) {
    const sides = { base: ownValue(base, key), theirs: ownValue(theirs, key), ours: ours[key] }
    const left = mergeAt(sides, { path: [...path, key], conflicts, siblings: { base, theirs } })
    if (left !== undefined) setOwn(kept, key, left)
  }
  return Object.keys(kept).length > 0 ? kept : undefined
}

function setAside(sides: OverlaySides, place: Place): undefined {
  const moved = sides.theirs === undefined ? findMoved(place) : null
  const removal = moved === null ? 'removed' : 'renamed'
  const reason = sides.theirs === undefined ? removal : 'replaced'
  note(sides, place, { reason, isApplied: false, ...(moved && { target: moved }) })
  return undefined
}

function note(sides: OverlaySides, { path, conflicts }: Place, why: Omit<MergeConflict, 'path' | keyof OverlaySides>) {
  conflicts.push({ path, ...sides, ...why })
}

/** A new entry beside a removed one that says the same under another name. */
function findMoved({ path, siblings }: Place): string[] | null {
  const key = path.at(-1)
  if (siblings === null || key === undefined) return null
  const wanted = entryContent(siblings.base[key])
  const found = Object.keys(siblings.theirs).find(
    (other) => !Object.hasOwn(siblings.base, other) && sameJson(entryContent(siblings.theirs[other]), wanted),
  )
  return found === undefined ? null : [...path.slice(0, -1), found]
}

/** An entry without its place among the others, which moves when one is added. */
function entryContent(entry: unknown): unknown {
  if (!isPlainObject(entry)) return entry
  const { order: _order, 'x-field': field, ...rest } = entry
  if (!isPlainObject(field)) return rest
  const { order: _fieldOrder, ...options } = field
  return { ...rest, 'x-field': options }
}
