import { decodeCursor, encodeCursor } from '../query/cursor.ts'
import type { QueryContext } from '../query/context.ts'
import { labelsOf } from '../query/labels.ts'
import { readLimit } from '../query/limit.ts'

/** What somebody has said of a record; a comment is an event of its history, and so it stays as it is. */
export interface RecordComment {
  id: string
  text: string
  at: string
  /** null: the platform; a label of null: somebody whom the actor may not see */
  by: { id: string; label: string | null } | null
}

export interface CommentsInput {
  object: string
  id: string
  limit?: number
  after?: string
}

export interface CommentPage {
  data: RecordComment[]
  page: { after: string | null }
}

const cursorKeys = [{ type: 'bigint', notNull: true }]
const last = '9223372036854775807'

interface CommentRow {
  id: string
  text: string
  at: string
  actor: string | null
}

/**
 * The comments of a record that the actor may read, newest first.
 *
 * @throws invalid_cursor, invalid_request (limit)
 */
export async function readComments(ctx: QueryContext, { object, id, ...asked }: CommentsInput): Promise<CommentPage> {
  const limit = readLimit(asked.limit, { fallback: 50, max: 500 })
  const scope = `comments:${object}:${id}`
  const [before] = asked.after === undefined ? [last] : decodeCursor(asked.after, scope, cursorKeys)
  const { rows } = await ctx.db.query<CommentRow & Record<string, unknown>>({
    text:
      `select id::text, reason as text, to_json(at)#>>'{}' as at, actor from fw_event` +
      ` where object = $1 and record_id = $2 and op = 'comment' and id < $3::bigint order by id desc limit $4`,
    values: [object, id, String(before), limit + 1],
  })
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? shown.at(-1) : undefined
  return {
    data: await withNames(ctx, shown),
    page: { after: next ? encodeCursor(scope, [next.id]) : null },
  }
}

async function withNames(ctx: QueryContext, rows: readonly CommentRow[]): Promise<RecordComment[]> {
  const authors = new Set(rows.flatMap(({ actor }) => actor ?? []))
  const labels = await labelsOf(ctx, new Map([['user', authors]]))
  return rows.map(({ actor, id, text, at }) => {
    return { id, text, at, by: actor === null ? null : { id: actor, label: labels.get('user')?.get(actor) ?? null } }
  })
}
