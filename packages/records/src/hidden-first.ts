import { getRecord } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { IntendedWrite } from './in-whose-right.ts'
import type { WriteContext } from './write-context.ts'

/**
 * A refusal of what nobody granted says nothing of records that are hidden: these are not found, as if they were not
 * there. Of objects that are closed as a whole no record is asked for.
 */
export async function hiddenFirst(
  ctx: WriteContext,
  { object, id, operation }: IntendedWrite,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'forbidden' || id === undefined) return error
  if (ctx.access(object, operation).kind !== 'none' || ctx.access(object, 'read').kind === 'none') return error
  const isSeen = (await getRecord(ctx, { object, id, fields: ['id'] })) !== null
  return isSeen ? error : appError('not_found', { name: id })
}
