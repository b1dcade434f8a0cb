import { hasWholes, isRefusing, lockWholes, settleWholes } from '@fieldwork/database'
import type { Settled, WholeFinding } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { askingAtEnd } from '../asking-at-end.ts'
import type { Warned } from '../asking-at-end.ts'
import type { WriteContext } from '../write-context.ts'
import { findingProblems } from '../write-problems.ts'

/** A write of records that may be parts of others. */
export interface PartsWrite<T extends Warned> {
  object: string
  /** records that exist; they may be written */
  ids?: readonly string[]
  /** what is going to be written, as far as it is known */
  values?: readonly unknown[]
  /** pointers begin with the row */
  isList?: boolean
  /** the records are new and were given their places */
  withPlaces?: boolean
  /** the field of a master that is written as a whole, which sees to itself */
  apartFrom?: string
  /** records that are written as wholes, which are seen to at their end */
  isWritten?(object: string, id: string): boolean
  /** runs in the transaction of the whole, where there is one */
  write(ctx: WriteContext): Promise<T>
  /** ids of the records that were made */
  created?(result: T): readonly string[]
  /** lines have been counted anew since the result was made */
  renumbered?(ctx: WriteContext, result: T): Promise<T>
}

/**
 * Does a write and keeps the wholes that the written records belong to: their rules, how many lines they have, the
 * places of the lines, and their versions, all in one transaction and one writer after the other. An object without
 * wholes costs nothing.
 *
 * @throws validation_failed (a whole does not admit the write; pointers to the reference), and what the write throws
 */
export function keepingWholes<T extends Warned>(ctx: WriteContext, input: PartsWrite<T>): Promise<T> {
  const { object, ids = [], values = [], write, apartFrom, isWritten, withPlaces = false } = input
  if (!hasWholes(ctx, { object, ids, apartFrom })) return write(ctx)
  return askingAtEnd(ctx, async (tx) => {
    const before = await lockWholes(tx, { object, ids, values })
    const result = await write(tx)
    const made = input.created?.(result) ?? []
    const written = [...ids, ...made]
    const settled = await settleWholes(tx, { object, before, ids: written, withPlaces, apartFrom, isWritten })
    const warnings = warningsIn(settled, input.isList ? made : null)
    const last = settled.isRenumbered && input.renumbered ? await input.renumbered(tx, result) : result
    return warnings.length === 0 ? last : { ...last, warnings: [...(last.warnings ?? []), ...warnings] }
  })
}

/**
 * What the wholes warn of.
 *
 * @param rows ids of the records that were written, where pointers begin with the row; one is enough to find the whole
 * @throws validation_failed, where there are findings that refuse
 */
function warningsIn({ findings }: Settled, rows: readonly string[] | null): Problem[] {
  const told = (found: readonly WholeFinding[]) =>
    found.flatMap((finding) => {
      const row = rows?.findIndex((id) => finding.parts.includes(id))
      return findingProblems(finding, (row === undefined ? '' : `/${row}`) + pointerOf(finding.field))
    })
  const refusing = findings.filter(isRefusing)
  if (refusing.length > 0) throw appError('validation_failed', {}, told(refusing))
  return told(findings)
}
