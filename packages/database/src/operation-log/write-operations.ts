import type { Queryable } from '../connection/types.ts'
import type { NewLoggedOperation } from './operation.ts'

const text = `
  insert into fw_operation
    (at, until, times, action, outcome, actor, account, address, session, object, record_id, rows, details)
  select coalesce(l.at, now()), l.until, l.times, l.action, l.outcome, coalesce(l.actor, i.user_id),
    coalesce(l.account, u.username), l.address, l.session, l.object, l.record, l.rows, l.details
  from jsonb_to_recordset($1::jsonb) as l (at timestamptz, until timestamptz, times integer, action text, outcome text,
    actor uuid, account text, address text, session text, object text, record uuid, rows bigint, details jsonb)
    left join "user" u on u.id = l.actor
    left join fw_identity i on l.actor is null and lower(i.username) = lower(l.account)
  order by l.at nulls last`

/** Writes lines into the operation log, all of them by one statement. */
export async function writeOperations(db: Queryable, operations: readonly NewLoggedOperation[]): Promise<void> {
  if (operations.length === 0) return
  const rows = operations.map(({ times = 1, details = {}, ...rest }) => ({ ...rest, times, details }))
  await db.query({ name: 'fw_write_operations', text, values: [JSON.stringify(rows)] })
}
