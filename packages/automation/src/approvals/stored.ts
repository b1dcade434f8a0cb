import type { Queryable } from '@fieldwork/database'

/** One approval of one record, as it is stored. */
export interface StoredApproval {
  id: string
  chain: string
  version: string
  object: string
  record_id: string
  label: string | null
  submitter: string
  comment: string | null
  /** ids of users by step and source */
  chosen: Record<string, string[]>
  state: 'pending' | 'approved' | 'rejected' | 'returned' | 'recalled' | 'deleted'
  step: string | null
  visit: number
  round: number
  /** the step that gave it back to the submitter */
  returned_from: string | null
  authorised: string | null
}

export type Opinion = 'agree' | 'disagree' | 'advise' | 'return'

/** What one person is asked. */
export interface StoredTask {
  id: string
  approval: string
  step: string
  visit: number
  kind: 'decide' | 'advise' | 'notify'
  grp: string | null
  place: number
  parent: string | null
  added: 'before' | 'after' | null
  assignee: string
  behalf: string | null
  source: string
  state: 'waiting' | 'pending' | 'done' | 'cancelled'
  opinion: Opinion | null
  comment: string | null
  due: string | null
}

const taskColumns =
  'id, approval, step, visit, kind, grp, place, parent, added, assignee, behalf, source, state, opinion, comment, due'

const approvalColumns =
  'id, chain, version, object, record_id, label, submitter, comment, chosen, state, step, visit, round, returned_from, authorised'

/** The approval, locked until the transaction ends; null: there is none. */
export const lockApproval = (db: Queryable, id: string): Promise<StoredApproval | null> => readStored(db, id, true)

/** The approval as it is; null: there is none. */
export async function readStored(db: Queryable, id: string, isLocked = false): Promise<StoredApproval | null> {
  const text = `select ${approvalColumns} from fw_approval where id = $1${isLocked ? ' for update' : ''}`
  const { rows } = await db.query<StoredApproval & Record<string, unknown>>({ text, values: [id] })
  return rows[0] ?? null
}

/** The approval that waits for its submitter, locked. */
export async function lockReturned(
  db: Queryable,
  { chain, record }: { chain: string; record: string },
): Promise<StoredApproval | null> {
  const { rows } = await db.query<StoredApproval & Record<string, unknown>>({
    text:
      `select ${approvalColumns} from fw_approval where record_id = $1 and chain = $2 and state = 'returned'` +
      ' order by created_at desc limit 1 for update',
    values: [record, chain],
  })
  return rows[0] ?? null
}

/** What is asked at the present visit of the present step, in the order of asking. */
export async function tasksOf(db: Queryable, { id, visit }: StoredApproval): Promise<StoredTask[]> {
  const { rows } = await db.query<StoredTask & Record<string, unknown>>({
    text: `select ${taskColumns} from fw_approval_task where approval = $1 and visit = $2 order by place, id`,
    values: [id, visit],
  })
  return rows
}

export type NewTask = Omit<StoredTask, 'approval' | 'visit' | 'step' | 'comment'>

export async function insertTasks(db: Queryable, approval: StoredApproval, tasks: readonly NewTask[]): Promise<void> {
  await db.query({
    text:
      `insert into fw_approval_task (${taskColumns}, object, record_id, decided_at, decided_by)` +
      ' select t.id, $1, $2, $3, t.kind, t.grp, t.place, t.parent, t.added, t.assignee, t.behalf, t.source, t.state,' +
      " t.opinion, null, t.due, $4, $5, case t.state when 'done' then now() end," +
      " case when t.state = 'done' and t.opinion is not null then t.assignee end" +
      ' from jsonb_to_recordset($6::jsonb) t (id uuid, kind text, grp text, place int, parent uuid, added text,' +
      ' assignee uuid, behalf uuid, source text, state text, opinion text, due timestamptz)',
    values: [approval.id, approval.step, approval.visit, approval.object, approval.record_id, JSON.stringify(tasks)],
  })
}

/** Notes where an approval stands now. */
export async function saveApproval(db: Queryable, approval: StoredApproval): Promise<void> {
  const { id, state, step, visit, round, returned_from: from, comment, chosen, authorised, submitter } = approval
  await db.query({
    text:
      'update fw_approval set state = $2, step = $3, visit = $4, round = $5, returned_from = $6, comment = $7,' +
      " chosen = $8, authorised = $9, submitter = $10, finished_at = case when $2 in ('pending', 'returned') then null else now() end" +
      ' where id = $1',
    values: [id, state, step, visit, round, from, comment, JSON.stringify(chosen), authorised, submitter],
  })
}

/** Nobody is asked any more. */
export async function cancelTasks(db: Queryable, approval: string): Promise<void> {
  await db.query({
    text: "update fw_approval_task set state = 'cancelled' where approval = $1 and state in ('pending', 'waiting')",
    values: [approval],
  })
}

export async function setTaskStates(
  db: Queryable,
  changes: readonly { id: string; state: StoredTask['state'] }[],
): Promise<void> {
  if (changes.length === 0) return
  await db.query({
    text:
      'update fw_approval_task t set state = c.state from jsonb_to_recordset($1::jsonb) c (id uuid, state text)' +
      ' where t.id = c.id',
    values: [JSON.stringify(changes)],
  })
}

/** One line of the trail. */
export interface TrailEntry {
  action: string
  task?: string | null
  step?: string | null
  /** null: the platform */
  actor?: string | null
  behalf?: string | null
  target?: string | null
  comment?: string | null
  details?: Record<string, unknown>
}

/** Writes down what happened, in its order. */
export async function note(db: Queryable, approval: string, ...entries: readonly TrailEntry[]): Promise<void> {
  await db.query({
    text:
      'insert into fw_approval_event (approval, task, step, action, actor, behalf, target, comment, details)' +
      ' select $1, e.task, e.step, e.action, e.actor, e.behalf, e.target, e.comment, e.details' +
      ' from rows from (jsonb_to_recordset($2::jsonb) as (task uuid, step text, action text, actor uuid, behalf uuid,' +
      ' target uuid, comment text, details jsonb)) with ordinality e order by e.ordinality',
    values: [approval, JSON.stringify(entries)],
  })
}
