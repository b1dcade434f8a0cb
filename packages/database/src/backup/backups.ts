import type { LocalizedText } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { TaskError, TaskState } from '../tasks/task.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { newId } from '../system/new-id.ts'

/** Why there is a backup: somebody wanted it, the schedule, or to keep what a restoration replaces. */
export type BackupReason = 'manual' | 'schedule' | 'restore'

/** What a backup holds. */
export interface BackupContent {
  /** ISO 8601, UTC */
  moment: string
  revision: number
  systemVersion: number
  tables: number
  rows: number
  /** null: they were left out */
  files: { count: number; bytes: number; missing: number } | null
  /** rows by object, the largest first */
  objects: { object: string; rows: number }[]
  seconds: number
}

/** What a test of a backup found. */
export interface BackupVerification {
  /** ISO 8601, UTC */
  at: string
  ok: boolean
  /** `file`: read and compared with its checksums; `database`: loaded into a schema of its own as well */
  kind: 'file' | 'database'
  seconds: number
  rows: number
  files: number
  /** what is wrong with it; null: nothing */
  message: LocalizedText | null
}

export interface BackupInfo {
  id: string
  reason: BackupReason
  note: string | null
  state: TaskState
  encrypted: boolean
  with_files: boolean
  /** bytes; null: it is not there */
  size: number | null
  sha256: string | null
  content: BackupContent | null
  error: TaskError | null
  verified: BackupVerification | null
  actor: { id: string; label: string | null } | null
  /** ISO 8601, UTC */
  created_at: string
  started_at: string | null
  finished_at: string | null
  restored_at: string | null
  /** where its file is; null: there is none */
  storageKey: string | null
  /** what is done to it at the moment, or was last */
  work: {
    id: string
    kind: string
    state: TaskState
    done: number
    total: number | null
    error: TaskError | null
  } | null
}

const iso = (column: string): string => `to_char(b.${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

const select = `
select b.id, b.reason, b.note, b.state, b.encrypted, b.with_files, b.size::float8 as size, b.sha256, b.content, b.error,
  b.verified, ${['created_at', 'started_at', 'finished_at', 'restored_at'].map(iso).join(', ')},
  b.storage_key as "storageKey",
  case when b.actor is not null then json_build_object('id', b.actor, 'label', u.name) end as actor,
  case when t.id is not null then json_build_object('id', t.id, 'kind', t.kind, 'state', t.state, 'done', t.done,
    'total', t.total, 'error', t.error) end as work
from fw_backup b left join "user" u on u.id = b.actor left join fw_task t on t.id = b.task`

const maxListed = 500

/** Backups, the latest first; at most 500. */
export async function listBackups(db: Queryable): Promise<BackupInfo[]> {
  const { rows } = await db.query<BackupInfo & Record<string, unknown>>({
    text: `${select} order by b.created_at desc, b.id desc limit ${maxListed}`,
  })
  return rows
}

/** Throws not_found. */
export async function getBackup(db: Queryable, id: string): Promise<BackupInfo> {
  const { rows } = await db.query<BackupInfo & Record<string, unknown>>({
    text: `${select} where b.id = $1`,
    values: [id],
  })
  if (rows[0] === undefined) throw appError('not_found', { name: id })
  return rows[0]
}

export interface NewBackup {
  reason: BackupReason
  note?: string | null
  actor?: string | null
  encrypted: boolean
  withFiles: boolean
  /** of the schedule */
  due?: Date | null
}

/** Notes a backup that is to be made; null where another node has noted the one for that moment. */
export async function noteBackup(db: Queryable, backup: NewBackup): Promise<string | null> {
  const { reason, note = null, actor = null, encrypted, withFiles, due = null } = backup
  const id = newId()
  const { rowCount } = await db.query({
    text: `insert into fw_backup (id, reason, note, actor, encrypted, with_files, due) values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (due) do nothing`,
    values: [id, reason, note, actor, encrypted, withFiles, due],
  })
  return rowCount === 0 ? null : id
}

const columns = {
  state: 'text',
  task: 'uuid',
  storage_key: 'text',
  size: 'bigint',
  sha256: 'text',
  content: 'jsonb',
  error: 'jsonb',
  verified: 'jsonb',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  restored_at: 'timestamptz',
} as const

export type BackupChange = Partial<Record<keyof typeof columns, unknown>>

/** Notes what became of a backup; a moment may be `now`. */
export async function changeBackup(db: Queryable, id: string, change: BackupChange): Promise<void> {
  const names = Object.keys(change) as (keyof typeof columns)[]
  const sets = names.map((name, index) => `${name} = $${index + 2}::${columns[name]}`)
  const values = names.map((name) => (columns[name] === 'jsonb' ? jsonOf(change[name]) : change[name]))
  await db.query({ text: `update fw_backup set ${sets.join(', ')} where id = $1`, values: [id, ...values] })
}

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/**
 * Closes backups that nobody makes any more, for their process has died or was told to stop.
 *
 * @param stopped.task that is about to end, with which those end that it was making; null: none
 * @returns where their files would be
 */
export async function closeBroken(
  db: Queryable,
  { task, state, error }: { task: string | null; state: 'failed' | 'cancelled'; error: TaskError | null },
): Promise<string[]> {
  const { rows } = await db.query<{ key: string | null }>({
    text: `with broken as (
        select id, storage_key from fw_backup b where state in ('queued', 'running') and (task = $1 or not exists (
          select from fw_task t where t.id = b.task and t.state in ('queued', 'running'))) for update)
      update fw_backup b set state = $2, error = $3::jsonb, finished_at = now(), storage_key = null, task = null
      from broken where b.id = broken.id returning broken.storage_key as key`,
    values: [task, state, jsonOf(error)],
  })
  return rows.flatMap(({ key }) => key ?? [])
}

/** Forgets a backup whose file is gone. */
export async function forgetBackup(db: Queryable, id: string): Promise<void> {
  await db.query({ text: 'delete from fw_backup where id = $1', values: [id] })
}

/** Backups of the schedule that are more than `keep`, or older than `days`; the latest good one always stays. */
export async function expiredBackups(
  db: Queryable,
  { keep, days }: { keep: number | null; days: number | null },
): Promise<{ id: string; storageKey: string | null }[]> {
  const { rows } = await db.query<{ id: string; storageKey: string | null }>({
    text: `select id, storage_key as "storageKey" from (
        select id, storage_key, created_at, row_number() over (partition by state = 'done' order by created_at desc) as place,
          state = 'done' as good
        from fw_backup where reason = 'schedule' and state in ('done', 'failed', 'cancelled')) b
      where (place > 1 or not good) and (place > $1 or created_at < now() - make_interval(days => $2))
      order by created_at`,
    values: [keep, days],
  })
  return rows
}

/** The moments that the schedule was last followed for; null: never. */
export async function lastDue(db: Queryable): Promise<Date | null> {
  const { rows } = await db.query<{ due: string | null }>({
    text: `select to_char(max(due), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due from fw_backup`,
  })
  return rows[0]?.due ? new Date(rows[0].due) : null
}

const mostCounted = 100_000

/** How many rows tables have, deleted records too; of large ones an estimate. */
export async function countRows(db: Queryable, tables: readonly string[]): Promise<Map<string, number>> {
  if (tables.length === 0) return new Map()
  const parts = tables.map(
    (table) =>
      `select ${quoteText(table)} as name, (select count(*) from (select from ${quoteName(table)} limit ${mostCounted + 1}) r)::float8 as counted,
        (select reltuples from pg_class where oid = ${quoteText(quoteName(table))}::regclass)::float8 as estimated`,
  )
  const { rows } = await db.query<{ name: string; counted: number; estimated: number }>({
    text: parts.join(' union all '),
  })
  return new Map(
    rows.map(({ name, counted, estimated }) => [name, counted > mostCounted ? Math.max(counted, estimated) : counted]),
  )
}
