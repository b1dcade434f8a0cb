import type { LocalizedText } from '@fieldwork/fields'
import type { Kind } from '../catalog.ts'
import type { MergeReason } from './merge-overlay.ts'

/**
 * Why: as the merge says, or the overlay’s part would not compile with the new release, or it only showed something
 * that the release removed.
 */
export type ConflictReason = MergeReason | 'does_not_compile' | 'shows_removed'

/** Where a package upgrade and the workspace’s own changes disagree. What does not exist on a side is undefined. */
export interface UpgradeConflict {
  kind: Kind
  name: string
  /** place in the document; empty: the whole of it */
  path: string[]
  base: unknown
  theirs: unknown
  ours: unknown
  reason: ConflictReason
  /** the workspace’s part is in effect; false: it is set aside until somebody decides */
  isApplied: boolean
  /** where the package seems to have moved it */
  target?: string[]
  /** what would not compile */
  message?: LocalizedText
  package: string
  /** version of the package before; null: it was not installed, or had none */
  from: string | null
  /** version of the package now; null: it is not installed any more, or has none */
  to: string | null
}
