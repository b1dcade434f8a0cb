import { appError } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { withAfterHooksLast } from './hooks/run-after-hooks.ts'
import { inTransaction } from './in-transaction.ts'
import type { WriteContext } from './write-context.ts'

/** A result that may tell what the write was warned of. */
export interface Warned {
  warnings?: Problem[]
}

/**
 * Several writes that belong together, in one transaction: what any of them is refused for comes first, and a caller
 * who wants to be asked is asked once, about all that they are warned of.
 *
 * @throws confirmation_needed (every warning), and what the writes throw
 */
export function askingAtEnd<T extends Warned>(ctx: WriteContext, work: (ctx: WriteContext) => Promise<T>): Promise<T> {
  const { consent } = ctx
  if (!consent?.refuseWarnings) return inTransaction(ctx, (tx) => withAfterHooksLast(tx, work))
  return inTransaction(ctx, async (tx) => {
    const result = await withAfterHooksLast({ ...tx, consent: { ...consent, refuseWarnings: false } }, work)
    if (result.warnings && result.warnings.length > 0) throw appError('confirmation_needed', {}, result.warnings)
    return result
  })
}
