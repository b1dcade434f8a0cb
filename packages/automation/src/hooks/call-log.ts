import type { Queryable } from '@fieldwork/database'

/** A call of an inbound hook. */
export interface LoggedHookCall {
  hook: string
  key: string | null
  outcome: 'started' | 'repeated' | 'refused'
  reason: string | null
  run: string | null
  address: string
  bytes: number
}

/** Keeps a call, and takes away what is older than 30 days, a few rows each time. */
export async function logHookCall(db: Queryable, call: LoggedHookCall): Promise<void> {
  const { hook, key, outcome, reason, run, address, bytes } = call
  await db.query({
    text: `with old as (delete from fw_hook_call where id in
        (select id from fw_hook_call where at < now() - interval '30 days' order by at limit 5))
      insert into fw_hook_call (hook, key, outcome, reason, run, address, bytes) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [hook, key, outcome, reason, run, address, bytes],
  })
}

/** Calls of a hook, newest first. */
export async function listHookCalls(
  db: Queryable,
  { hook, after, limit }: { hook: string; after?: string | undefined; limit: number },
): Promise<{ data: (LoggedHookCall & { id: string; at: string })[]; page: { after: string | null } }> {
  const { rows } = await db.query<LoggedHookCall & { id: string; at: string } & Record<string, unknown>>({
    text: `select id::text, hook, key, outcome, reason, run, address, bytes, at from fw_hook_call
      where hook = $1 and ($2::bigint is null or id < $2) order by fw_hook_call.id desc limit $3`,
    values: [hook, after ?? null, limit + 1],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? data.at(-1)!.id : null } }
}
