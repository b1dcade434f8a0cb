import { appError } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { TaskInfo, TaskState } from './task.ts'

const iso = (column: string): string => `to_char(t.${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/** Arguments name the object, and the field where it is about one; those of a change of type name several. */
const subjects = `case
    when t.args ? 'changes' then (select jsonb_agg(jsonb_build_object('object', c->'object', 'field', c->'field'))
      from jsonb_array_elements(t.args->'changes') c)
    when t.args ? 'object' then jsonb_build_array(jsonb_build_object('object', t.args->'object', 'field', t.args->'field'))
    else '[]' end`

const columns = `t.id, t.kind, t.key, t.label, ${subjects} as subjects, t.state, t.cancelling, t.done::float8 as done, t.total::float8 as total,
  t.error, t.attempts, t.revision::float8 as revision, ${iso('created_at')}, ${iso('started_at')}, ${iso('finished_at')},
  case when t.actor is not null then json_build_object('id', t.actor, 'label', u.name) end as actor`

const tables = 'fw_task t left join "user" u on u.id = t.actor'

export interface TaskFilter {
  states?: readonly TaskState[]
  /** only those that work on something whose key begins so */
  keyPrefix?: string
  ids?: readonly string[]
  /** 1 to 500, default 100 */
  limit?: number
}

/** Tasks, the latest first. */
export async function listTasks(db: Queryable, filter: TaskFilter = {}): Promise<TaskInfo[]> {
  const { states = null, keyPrefix = null, ids = null, limit = 100 } = filter
  const { rows } = await db.query<TaskInfo & Record<string, unknown>>({
    text: `select ${columns} from ${tables}
      where ($1::text[] is null or t.state = any($1)) and ($2::text is null or starts_with(t.key, $2))
        and ($3::uuid[] is null or t.id = any($3))
      order by t.created_at desc, t.id desc limit $4`,
    values: [states, keyPrefix, ids, limit],
  })
  return rows
}

/** Throws not_found. */
export async function getTask(db: Queryable, id: string): Promise<TaskInfo> {
  const [task] = await listTasks(db, { ids: [id] })
  if (task === undefined) throw appError('not_found', { name: id })
  return task
}

/** What the handler of a task reported last; null: nothing yet, or there is no such task. */
export async function getTaskCursor(db: Queryable, id: string): Promise<unknown> {
  const { rows } = await db.query<{ cursor: unknown }>({
    text: 'select cursor from fw_task where id = $1',
    values: [id],
  })
  return rows[0]?.cursor ?? null
}

/** Asks a task to stop and to clear up, also after a failed one, which takes a moment. Throws not_found, task_state (it has ended). */
export async function cancelTask(db: Queryable, id: string): Promise<TaskInfo> {
  const { rowCount } = await db.query({
    text: `update fw_task set cancelling = true, not_before = now(), state = case state when 'failed' then 'queued' else state end
      where id = $1 and state in ('queued', 'running', 'failed')`,
    values: [id],
  })
  const task = await getTask(db, id)
  if (rowCount === 0) throw appError('task_state', { state: task.state })
  return task
}

/** Goes on with a task that failed or was cancelled where it stopped. Throws not_found, task_state (another state). */
export async function retryTask(db: Queryable, id: string): Promise<TaskInfo> {
  const { rowCount } = await db.query({
    text: `update fw_task set state = 'queued', error = null, attempts = 0, not_before = now(), finished_at = null
      where id = $1 and state in ('failed', 'cancelled')`,
    values: [id],
  })
  const task = await getTask(db, id)
  if (rowCount === 0) throw appError('task_state', { state: task.state })
  return task
}
