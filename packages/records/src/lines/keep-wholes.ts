import { hasWholes, lockWholes, settleWholes } from '@fieldwork/database'
import type { Settled, WholeFinding } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { inTransaction } from '../in-transaction.ts'
import type { WriteContext } from '../write-context.ts'
import { ruleProblem } from '../write-problems.ts'
import { tooFewLines, tooManyLines } from './line-problems.ts'

/** A write of records that may be parts of others. */
export interface PartsWrite<T> {
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
export function keepingWholes<T>(ctx: WriteContext, input: PartsWrite<T>): Promise<T> {
  const { object, ids = [], values = [], write, apartFrom, isWritten, withPlaces = false } = input
  if (!hasWholes(ctx, { object, ids, apartFrom })) return write(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockWholes(tx, { object, ids, values })
    const result = await write(tx)
    const made = input.created?.(result) ?? []
    const written = [...ids, ...made]
    const settled = await settleWholes(tx, { object, before, ids: written, withPlaces, apartFrom, isWritten })
    refuse(settled, input.isList ? made : null)
    return settled.isRenumbered && input.renumbered ? input.renumbered(tx, result) : result
  })
}

/**
 * @param rows ids of the records that were written, where pointers begin with the row; one is enough to find the whole
 * @throws validation_failed, where there are findings
 */
function refuse({ findings }: Settled, rows: readonly string[] | null): void {
  if (findings.length === 0) return
  const problems = findings.flatMap((finding) => {
    const row = rows?.findIndex((id) => finding.parts.includes(id))
    return problemsOf(finding, (row === undefined ? '' : `/${row}`) + pointerOf(finding.field))
  })
  throw appError('validation_failed', {}, problems)
}

function problemsOf({ object, broken, miscount }: WholeFinding, pointer: string): Problem[] {
  if (miscount) return [(miscount.kind === 'few' ? tooFewLines : tooManyLines)(pointer, miscount.limit)]
  const names = new Set(broken?.names)
  return object.rules.filter(({ name }) => names.has(`rule:${name}`)).map((rule) => ({ ...ruleProblem(rule), pointer }))
}
