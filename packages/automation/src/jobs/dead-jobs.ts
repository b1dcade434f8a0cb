import { appError } from '@fieldwork/metadata'
import type { Queryable, TaskError } from '@fieldwork/database'
import { OWN_KEY } from './add-jobs.ts'

/** What has failed for good: a job, or something that a write told and nobody could take. */
export interface DeadJob {
  /** `outbox-…` for what was never made a job */
  id: string
  /** of a job: its task; else the listener */
  task: string
  key: string | null
  payload: unknown
  attempts: number
  /** null: its worker was lost each time */
  reason: TaskError | null
  created_at: string
  /** of the last attempt */
  failed_at: string | null
}

const iso = (column: string): string => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const list = `
select * from (
  select j.id::text as id, substr(t.identifier, length(current_schema()) + 2) as task,
    nullif(regexp_replace(substr(j.key, length(current_schema()) + 2), '^${OWN_KEY}.*', ''), '') as key, j.payload,
    j.attempts::int as attempts, j.last_error as reason,
    ${iso('j.created_at')} as created_at, ${iso('j.updated_at')} as failed_at
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.locked_at is null and j.attempts >= j.max_attempts and j.key is not null
    and starts_with(t.identifier, current_schema() || ':')
  union all
  select 'outbox-' || id, listener, null, json_build_object('event', event::text, 'depth', depth, 'root', root),
    attempts::int, error::text, ${iso('created_at')}, null
  from fw_outbox where not_before = 'infinity') d
order by created_at desc, id desc limit $1 offset $2`

/** The dead, newest first. */
export async function listDeadJobs(
  db: Queryable,
  { limit = 50, offset = 0 }: { limit?: number; offset?: number } = {},
): Promise<DeadJob[]> {
  const { rows } = await db.query<Omit<DeadJob, 'reason'> & { reason: string | null }>({
    text: list,
    values: [limit, offset],
  })
  return rows.map(({ reason, ...job }) => ({ ...job, reason: reason === null ? null : readReason(reason) }))
}

/** What the queue itself says is in plain words. */
function readReason(text: string): TaskError {
  try {
    return JSON.parse(text) as TaskError
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { code: 'internal_error', message: { en: text, 'zh-CN': text } }
  }
}

const dead = `
select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
where j.id = $1 and j.locked_at is null and j.attempts >= j.max_attempts and j.key is not null
  and starts_with(t.identifier, current_schema() || ':')`

/** Lets a dead job begin anew, with all its attempts. Throws not_found for one that is not dead. */
export function retryDeadJob(db: Queryable, id: string): Promise<void> {
  return change(db, id, {
    job: `select id from graphile_worker.reschedule_jobs(array(${dead}), now(), null, 0, null)`,
    row: `update fw_outbox set attempts = 0, not_before = null, error = null where id = $1 and not_before = 'infinity'`,
  })
}

/** Gives a dead job up. Throws not_found for one that is not dead. */
export function discardDeadJob(db: Queryable, id: string): Promise<void> {
  return change(db, id, {
    job: `select id from graphile_worker.complete_jobs(array(${dead}))`,
    row: `delete from fw_outbox where id = $1 and not_before = 'infinity'`,
  })
}

async function change(db: Queryable, id: string, texts: { job: string; row: string }): Promise<void> {
  const [, outbox, number = ''] = /^(outbox-)?(\d{1,18})$/.exec(id) ?? []
  const text = outbox === undefined ? texts.job : texts.row
  const found = number === '' ? null : (await db.query({ text, values: [number] })).rowCount
  if (!found) throw appError('not_found', { name: id })
}
