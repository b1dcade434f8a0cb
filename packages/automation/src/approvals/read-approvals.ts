import { AppError, appError } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { actedFor, isWithin } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { trailsOf } from './read-trails.ts'
import { approvalMembers, described, sceneOf, taskMembers } from './shown.ts'
import type { Row } from './shown.ts'

export type Box = 'mine' | 'submitted' | 'cc'

export interface TaskQuery {
  box: Box
  state: 'pending' | 'done' | null
  limit: number
  /** id of the last one of the page before */
  after: string | null
  /** part of the name of the record or of who submitted it */
  text?: string | null
  /** records of this object alone */
  object?: string | null
  /** where the approval stands */
  outcome?: string | null
  /** only what is late */
  overdue?: boolean
}

/** What waits for somebody, what he has decided, submitted, or is only told; newest first. */
export async function listTasks(
  deps: ApprovalsDeps,
  actor: Actor,
  query: TaskQuery,
): Promise<{ data: Row[]; page: { after: string | null } }> {
  const { rows } = await (query.box === 'submitted' ? submittedBy(deps, actor, query) : askedOf(deps, actor, query))
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const isMore = rows.length > query.limit
  return {
    data: await Promise.all(page.map((row) => described(sceneOf(deps), row))),
    page: { after: isMore && last ? String(last.id) : null },
  }
}

/** Objects that the actor's token is limited to; null: to none. */
const objectsOf = ({ scope }: Actor): readonly string[] | null => scope?.objects ?? null

/** The part of a list that is asked for and that a token is good for; `a` is the approval, parameters from $5 on. */
const wanted =
  ' and ($5::text is null or a.label ilike $5 escape \'\\\' or exists (select from "user" p where p.id = a.submitter' +
  " and p.name ilike $5 escape '\\')) and ($6::text is null or a.object = $6) and ($7::text is null or a.state = $7)" +
  ' and ($9::text[] is null or a.object = any($9))'

const wantedValues = ({ text = null, object = null, outcome = null }: TaskQuery) => [
  text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
  object,
  outcome,
]

function submittedBy({ db }: ApprovalsDeps, actor: Actor, query: TaskQuery) {
  const { state, limit, after, overdue = false } = query
  const late =
    "exists (select from fw_approval_task t where t.approval = a.id and t.state = 'pending' and t.due < now())"

  return db.query<Row>({
    text:
      `select a.id, ${approvalMembers} from fw_approval a where a.submitter = $1` +
      " and ($2::text is null or (a.state in ('pending', 'returned')) = ($2 = 'pending'))" +
      ` and ($3::uuid is null or a.id < $3)${wanted} and (not $8 or ${late}) order by a.id desc limit $4`,
    values: [actor.id, state, after, limit + 1, ...wantedValues(query), overdue, objectsOf(actor)],
  })
}

async function askedOf(deps: ApprovalsDeps, actor: Actor, query: TaskQuery) {
  const { box, state, limit, after, overdue = false } = query
  const others = box === 'mine' ? await actedFor(sceneOf(deps), actor) : []
  const isHis = {
    pending: "t.assignee = any($1) and t.state = 'pending'",
    done: "(t.decided_by = $2 or (t.assignee = $2 and t.state = 'done'))",
  }
  const kind = box === 'cc' ? "t.kind = 'notify' and t.assignee = $2" : "t.kind <> 'notify'"
  const whose = box === 'cc' ? 't.assignee = any($1)' : state ? isHis[state] : `(${isHis.pending} or ${isHis.done})`
  return deps.db.query<Row>({
    text:
      `select ${taskMembers}, to_json(s) as about from fw_approval_task t join lateral` +
      ` (select ${approvalMembers} from fw_approval a where a.id = t.approval${wanted}) s on true` +
      ` where cardinality($1::uuid[]) > 0 and $2::uuid is not null and ${kind} and ${whose}` +
      " and ($3::uuid is null or t.id < $3) and (not $8 or (t.state = 'pending' and t.due < now()))" +
      ' order by t.id desc limit $4',
    values: [[actor.id, ...others], actor.id, after, limit + 1, ...wantedValues(query), overdue, objectsOf(actor)],
  })
}

const isGood = '($3::text[] is null or a.object = any($3))'

/** How many wait, for a badge: of what the actor's token is good for. */
export async function countTasks(deps: ApprovalsDeps, actor: Actor): Promise<Row> {
  const ids = [actor.id, ...(await actedFor(sceneOf(deps), actor))]
  const own = (state: string) =>
    `(select count(*)::int from fw_approval a where a.submitter = $2 and a.state = '${state}' and ${isGood})`
  const { rows } = await deps.db.query<Row>({
    text:
      'select count(*)::int as pending, count(*) filter (where t.due < now())::int as overdue,' +
      ` ${own('pending')} as submitted, ${own('returned')} as returned` +
      " from fw_approval_task t where t.assignee = any($1) and t.state = 'pending' and t.kind <> 'notify'" +
      ` and ($3::text[] is null or exists (select from fw_approval a where a.id = t.approval and ${isGood}))`,
    values: [ids, actor.id, objectsOf(actor)],
  })
  return rows[0] ?? {}
}

/**
 * The approvals of a record, the newest first: all for who may read it; for others those that they have submitted or been
 * asked in, since what somebody decided he may look at afterwards.
 *
 * @throws forbidden, not_found
 */
export async function approvalsOf(
  deps: ApprovalsDeps,
  actor: Actor,
  { object, id }: { object: string; id: string },
): Promise<Row[]> {
  const refusal = await refusalOf(deps, actor, { object, id })
  const { rows } = await deps.db.query<{ id: string }>({
    text:
      'select id from fw_approval a where record_id = $1 and object = $2' +
      ` and ($3::uuid is null or ${isPartOf('$3', '$4')}) order by created_at desc, id desc`,
    values: refusal === null ? [id, object, null, []] : [id, object, actor.id, await actedFor(sceneOf(deps), actor)],
  })
  if (refusal !== null && (rows.length === 0 || !isWithin(actor, object))) throw refusal
  return trailsOf(
    deps,
    actor,
    rows.map((row) => row.id),
  )
}

/** Whether somebody submitted the approval `a`, is or was asked in it, or is to decide for one of `others`. */
const isPartOf = (user: string, others: string): string =>
  `(a.submitter = ${user} or exists (select from fw_approval_task t where t.approval = a.id` +
  ` and (${user} in (t.assignee, t.behalf, t.decided_by) or (t.state = 'pending' and t.assignee = any(${others}::uuid[])))))`

/** Why somebody may not read a record; null: he may. */
async function refusalOf(
  deps: ApprovalsDeps,
  actor: Actor,
  { object, id }: { object: string; id: string },
): Promise<AppError | null> {
  try {
    await deps.records().get(actor, { object, id, fields: ['id'] })
    return null
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'forbidden')) return error
    throw error
  }
}

/**
 * Everything that happened to an approval, with its chain: for who submitted it, who is or was asked or acts for one
 * who is, and who may read the record.
 *
 * @throws not_found
 */
export async function readApproval(deps: ApprovalsDeps, actor: Actor, id: string): Promise<Row> {
  if (!(await mayReadApproval(deps, actor, id))) throw appError('not_found', { name: id })
  const [trail] = await trailsOf(deps, actor, [id])
  if (!trail) throw appError('not_found', { name: id })
  return trail
}

/** Whether somebody may read an approval; false also where there is none. */
export async function mayReadApproval(deps: ApprovalsDeps, actor: Actor, id: string): Promise<boolean> {
  const { rows } = await deps.db.query<{ object: string; record_id: string; own: boolean }>({
    text: `select object, record_id, ${isPartOf('$2', '$3')} as own from fw_approval a where id = $1`,
    values: [id, actor.id, await actedFor(sceneOf(deps), actor)],
  })
  const [found] = rows
  if (!found || !isWithin(actor, found.object)) return false
  if (found.own) return true
  const record = { object: found.object, id: found.record_id }
  return deps.catalog().objects.has(found.object) && (await refusalOf(deps, actor, record)) === null
}
