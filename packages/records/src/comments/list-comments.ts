import { getRecord, readComments } from '@fieldwork/database'
import type { CommentPage, CommentsInput, QueryContext } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'

/**
 * The comments of a record, newest first.
 *
 * @throws forbidden, not_found (hidden too), invalid_cursor
 */
export async function listComments(ctx: QueryContext, input: CommentsInput): Promise<CommentPage> {
  if (ctx.access(input.object, 'read').kind === 'none') throw appError('forbidden')
  const { object, id } = input
  if ((await getRecord(ctx, { object, id, fields: ['id'] })) === null) throw appError('not_found', { name: id })
  return readComments(ctx, input)
}
