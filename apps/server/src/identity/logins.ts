import { newId, type Queryable } from '@fieldwork/database'
import { isoTime } from './tokens.ts'

const MAX_TEXT = 300

/** How somebody came in, or tried to. */
export type LoginMethod = 'password' | 'oidc'

/** `ok`, or the code of the refusal. */
export type LoginResult = string

export interface LoginEntry {
  id: string
  userId: string | null
  username: string | null
  method: LoginMethod
  result: LoginResult
  address: string
  agent: string
  device: string | null
}

/** A log-in as it is shown. */
export interface LoginInfo {
  id: string
  user: { id: string; name: string } | null
  username: string | null
  method: LoginMethod
  result: LoginResult
  address: string | null
  agent: string | null
  device: string | null
  at: string
  ended_at: string | null
  ended_by: string | null
}

/** The log-ins of a user in a time. */
export interface LoginReportLine {
  /** null: names that nobody has */
  user: { id: string; name: string; username: string } | null
  logins: number
  refused: number
  /** different ones */
  addresses: number
  last_at: string
  /** null: never */
  last_login_at: string | null
}

/** Null: of whichever. */
export interface LoginFilter {
  userId: string | null
  /** `ok`, `refused`, or the code of a refusal */
  result: string | null
  /** ISO 8601 */
  from: string | null
  to: string | null
  /** the last id of the page before */
  after: string | null
  limit: number
}

/** The history of log-ins: one row for every one that was tried. */
export interface Logins {
  /** newest first */
  list(filter: LoginFilter): Promise<{ data: LoginInfo[]; page: { after: string | null } }>
  /** one line for each user who tried, and one for names that nobody has; the most refused first */
  report(filter: Pick<LoginFilter, 'from' | 'to'>): Promise<LoginReportLine[]>
}

/** Writes down a log-in, tried or done. */
export async function noteLogin(db: Queryable, entry: Omit<LoginEntry, 'id'> & { id?: string }): Promise<void> {
  const { id = newId(), userId, username, method, result, address, agent, device } = entry
  await db.query({
    text: `insert into fw_login (id, user_id, username, method, result, address, agent, device)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [id, userId, username && plain(username).slice(0, 60), method, result, address, plain(agent), device],
  })
}

/** What strangers send is kept on one line and short. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').slice(0, MAX_TEXT)

/** What is older than the policy keeps it. */
export async function forgetOldLogins(db: Queryable, days: number): Promise<void> {
  await db.query({ text: `delete from fw_login where at < now() - make_interval(days => $1::int)`, values: [days] })
}

const LIST = `
  select l.id, case when u.id is null then null else json_build_object('id', u.id, 'name', u.name) end as user,
    l.username, l.method, l.result, l.address, l.agent, l.device, l.at, l.ended_at, l.ended_by
  from fw_login l left join "user" u on u.id = l.user_id
  where ($1::uuid is null or l.user_id = $1)
    and ($2::text is null or l.result = $2 or ($2 = 'refused' and l.result <> 'ok'))
    and ($3::timestamptz is null or l.at >= $3) and ($4::timestamptz is null or l.at < $4)
    and ($5::uuid is null or l.id < $5)
  order by l.id desc limit $6`

const REPORT = `
  select case when u.id is null then null else json_build_object('id', u.id, 'name', u.name, 'username', u.username) end as user,
    l.logins::int, (l.tries - l.logins)::int as refused, l.addresses::int, l.last_at, l.last_login_at
  from (
    select user_id, count(*) as tries, count(*) filter (where result = 'ok') as logins,
      count(distinct address) as addresses, max(at) as last_at, max(at) filter (where result = 'ok') as last_login_at
    from fw_login
    where ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
    group by user_id
  ) l left join "user" u on u.id = l.user_id
  order by refused desc, logins desc, u.name, l.user_id`

export function createLogins({ db }: { db: Queryable }): Logins {
  return {
    async list({ userId, result, from, to, after, limit }) {
      const values = [userId, result, from, to, after, limit + 1]
      const { rows } = await db.query<LoginInfo>({ text: LIST, values })
      const data = rows.slice(0, limit).map((row) => ({
        ...row,
        at: isoTime(row.at),
        ended_at: row.ended_at && isoTime(row.ended_at),
      }))
      return { data, page: { after: rows.length > limit ? (data.at(-1)?.id ?? null) : null } }
    },

    async report({ from, to }) {
      const { rows } = await db.query<LoginReportLine>({ text: REPORT, values: [from, to] })
      return rows.map((row) => ({
        ...row,
        last_at: isoTime(row.last_at),
        last_login_at: row.last_login_at && isoTime(row.last_login_at),
      }))
    },
  }
}
