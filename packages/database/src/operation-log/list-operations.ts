import { appError } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { readLimit } from '../query/limit.ts'
import { likePattern } from '../query/sql-text.ts'
import type { LoggedOperation, OperationOutcome } from './operation.ts'

/** Which lines of the operation log are wanted; all conditions hold together. */
export interface OperationFilter {
  actions?: readonly string[]
  outcomes?: readonly OperationOutcome[]
  /** id of a user */
  actor?: string
  object?: string
  record?: string
  /** the beginning of an address of the network */
  address?: string
  /** what the account or the details contain */
  q?: string
  /** ISO 8601, included */
  from?: string
  /** ISO 8601, not included */
  to?: string
  /** 1 to 500, default 50 */
  limit?: number
  /** cursor of the page before */
  after?: string
}

/** Newest first; `after` is null on the last page. */
export interface OperationPage {
  data: LoggedOperation[]
  page: { after: string | null }
}

const iso = (sql: string) => `to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const outputs = `
  o.id, ${iso('o.at')} as at, ${iso('o.until')} as until, o.times, o.action, o.outcome,
  case when o.actor is not null then json_build_object('id', o.actor, 'label', u.name) end as actor,
  o.account, o.address, o.session, o.object, o.record_id as record, o.rows::float8 as rows, o.details`

/**
 * A page of the operation log.
 *
 * @throws invalid_cursor, invalid_request (limit)
 */
export async function listOperations(db: Queryable, filter: OperationFilter): Promise<OperationPage> {
  const limit = readLimit(filter.limit, { fallback: 50, max: 500 })
  const { conditions, values } = conditionsOf(filter)
  const { rows } = await db.query<LoggedOperation & Record<string, unknown>>({
    text:
      `select ${outputs} from fw_operation o left join "user" u on u.id = o.actor` +
      `${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''} order by o.id desc limit ${limit + 1}`,
    values,
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? (data.at(-1)?.id ?? null) : null } }
}

function conditionsOf(filter: OperationFilter): { conditions: string[]; values: unknown[] } {
  const { actions, outcomes, actor, object, record, address, q, from, to, after } = filter
  const conditions: string[] = []
  const values: unknown[] = []
  const add = (value: unknown, condition: (at: string) => string) => {
    if (value !== undefined && value !== '') conditions.push(condition(`$${values.push(value)}`))
  }
  add(actions, (at) => `o.action = any(${at}::text[])`)
  add(outcomes, (at) => `o.outcome = any(${at}::text[])`)
  add(actor, (at) => `o.actor = ${at}::uuid`)
  add(object, (at) => `o.object = ${at}`)
  add(record, (at) => `o.record_id = ${at}::uuid`)
  add(address, (at) => `starts_with(o.address, ${at})`)
  add(q === undefined ? q : likePattern(q), (at) => `(o.account ilike ${at} or o.details::text ilike ${at})`)
  add(from, (at) => `o.at >= ${at}::timestamptz`)
  add(to, (at) => `o.at < ${at}::timestamptz`)
  add(readCursor(after), (at) => `o.id < ${at}::bigint`)
  return { conditions, values }
}

function readCursor(after: string | undefined): string | undefined {
  if (after === undefined || /^\d{1,18}$/.test(after)) return after
  throw appError('invalid_cursor')
}
