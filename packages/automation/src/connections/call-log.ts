import type { Queryable } from '@fieldwork/database'
import { wholeText } from './whole-text.ts'

const MOST_CHARS = 4_000

/** One attempt of a call. */
export interface LoggedCall {
  connection: string
  key: string | null
  attempt: number
  method: string
  url: string
  request: string | null
  status: number | null
  response: string | null
  error: string | null
  ms: number
}

const kept = (text: string | null) => (text === null ? null : wholeText(text.slice(0, MOST_CHARS)))

/** Keeps an attempt, and takes away what is older than 30 days, a few rows each time. */
export async function logCall(db: Queryable, call: LoggedCall): Promise<void> {
  const { connection, key, attempt, method, url, request, status, response, error, ms } = call
  await db.query({
    text: `with old as (delete from fw_call where id in
        (select id from fw_call where at < now() - interval '30 days' order by at limit 5))
      insert into fw_call (connection, key, attempt, method, url, request, status, response, error, ms)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [connection, key, attempt, method, kept(url), kept(request), status, kept(response), kept(error), ms],
  })
}

/** Calls of a connection, newest first. */
export async function listCalls(
  db: Queryable,
  { connection, after, limit = 50 }: { connection: string; after?: string; limit?: number },
): Promise<{ data: (LoggedCall & { id: string; at: string })[]; page: { after: string | null } }> {
  const { rows } = await db.query<LoggedCall & { id: string; at: string } & Record<string, unknown>>({
    text: `select id::text, key, attempt, method, url, request, status, response, error, ms, at from fw_call
      where connection = $1 and ($2::bigint is null or id < $2) order by fw_call.id desc limit $3`,
    values: [connection, after ?? null, limit + 1],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? data.at(-1)!.id : null } }
}
