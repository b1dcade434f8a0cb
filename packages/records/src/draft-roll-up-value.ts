import { readRollUp } from '@fieldwork/database'
import { appError, compileDraftRollUp } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import type { RecordAddress } from './types.ts'
import type { WriteContext } from './write-context.ts'

/**
 * What a roll-up that is not published would hold for a record, as JSON text.
 *
 * @throws validation_failed (every problem of the roll-up, pointers below `/rollUp`), not_found
 */
export async function draftRollUpValue(
  ctx: WriteContext,
  { object, id, rollUp }: RecordAddress & { rollUp: Record<string, unknown> },
): Promise<string> {
  const parent = ctx.catalog.object(object)
  demand(ctx, object, 'read')
  const draft = compileDraftRollUp(ctx.catalog, parent, rollUp)
  if ('problems' in draft) {
    const problems = draft.problems.map(({ pointer = '', code, message, params }) => ({
      pointer: `/rollUp${pointer}`,
      code,
      message,
      params,
    }))
    throw appError('validation_failed', {}, problems)
  }
  const found = await readRollUp(ctx, { object, id, field: draft.field, schema: ctx.deps.db.schema })
  if (!found) throw appError('not_found', { name: id })
  return found
}
