import type { LocalizedText, Problem } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import type { AppError } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'

interface Holder extends Record<string, unknown> {
  pid: number
  application: string
  /** ISO 8601, UTC */
  since: string
  /** in the workspace's time zone */
  time: string
}

const holdersQuery = `
select a.pid, coalesce(nullif(a.application_name, ''), a.usename, '?') as application,
  to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since,
  to_char(a.xact_start at time zone $2, 'HH24:MI:SS') as time
from pg_stat_activity a
where a.pid <> pg_backend_pid() and a.xact_start is not null
  and exists (select from pg_locks l where l.pid = a.pid and l.granted and l.relation = $1::regclass)
order by a.xact_start limit 3`

/** The refusal of a publisher who waited long enough for a table: it names who uses it, the longest first. */
export async function busyError(
  db: Queryable,
  { schema, table, timeZone }: { schema: string; table: string; timeZone: string },
): Promise<AppError> {
  const { rows } = await db.query<Holder>({ text: holdersQuery, values: [`"${schema}"."${table}"`, timeZone] })
  const problems = rows.map((holder): Problem => {
    const { pid, application, since } = holder
    return { code: 'table_in_use', message: inWords(table, holder), params: { table, pid, application, since } }
  })
  const holders = rows.length > 0 ? inWords(table, rows[0]!) : changing(table)
  return appError('busy', { holders }, problems)
}

const inWords = (table: string, { pid, application, time }: Holder): LocalizedText => ({
  en: `database process ${pid} (${application}), which has been using table ${table} since ${time}`,
  'zh-CN': `数据库进程 ${pid}（${application}，自 ${time} 起使用数据表 ${table}）`,
})

const changing = (table: string): LocalizedText => ({
  en: `changing short queries on table ${table}`,
  'zh-CN': `数据表 ${table} 上频繁的短查询`,
})
