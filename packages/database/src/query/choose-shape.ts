import type { ListShape } from './look-up.ts'
import type { MeasuredRows } from './measure-rows.ts'

/** Rows up to which it is quicker in any table to find all of them first than to look for them among those of others. */
const narrowUpTo = 2_000
/** entries of members or shares above which each row is looked up among them */
const probedAbove = 2_000
/** rows that the ways of a merge may read together */
const mergedUpTo = 6_000

/** A list, as far as the choice depends on it. */
export interface ShapeQuestion {
  object: string
  /** stands for everything that was asked for: what is learned of it holds for it alone */
  request: string
  /** the newest first or last: the order that the indexes of ways keep */
  isByAge: boolean
  /** an index keeps the order: rows are read until the page is full */
  isWalked: boolean
  /** rows of the page, and the one beyond it */
  limit: number
}

/** What is known of the actor's rows. */
export interface ShapeFacts {
  rows: MeasuredRows
  /** departments and grantees that a merge looks into; null: an index does not keep the order of every way */
  mergeable: number | null
}

/** Whether the first rows of each way can be read in the order of the list, and are not too many. */
export const canMerge = ({ isByAge, limit }: ShapeQuestion, mergeable: number | null): boolean =>
  isByAge && mergeable !== null && mergeable * limit <= mergedUpTo

/** Where all rows of the table would be read, finding a twentieth of them first is quicker. */
const fewOf = ({ isWalked, limit }: ShapeQuestion, ofTable: number): number =>
  isWalked ? Math.sqrt(limit * ofTable) : ofTable / 20

/**
 * Rows are walked past until the page is full: as many as the table has for each of his. Merged, each department and
 * grantee gives a page, however many entries there are; found first, each of his rows is read.
 */
export function chooseShape(question: ShapeQuestion, { rows, mergeable }: ShapeFacts): ListShape {
  const { total, own, granted, ofTable } = rows
  const isFew = total <= Math.max(narrowUpTo, fewOf(question, ofTable))
  if (canMerge(question, mergeable) && (isFew || (mergeable ?? 0) * own <= ofTable)) return 'merge'
  if (isFew) return 'index'
  if (!question.isWalked) return 'whole'
  const probed = granted.flatMap(({ as, entries }) => (entries > probedAbove ? [as] : []))
  return probed.length === 0 ? 'once' : `probe ${[...new Set(probed)].toSorted().join(' ')}`
}
