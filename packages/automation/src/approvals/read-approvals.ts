import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledApproval, CompiledApprovalStep } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { balanceOf } from './balance.ts'
import type { Balance } from './balance.ts'
import { timeLeft } from './due-time.ts'
import type { TimeLeft } from './due-time.ts'
import { actedFor, isWithin } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { aheadOf } from './preview.ts'
import { chainOfVersion } from './scene.ts'
import type { Scene } from './scene.ts'

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

type Row = Record<string, unknown>

const named = (id: string) => `(select json_build_object('id', p.id, 'label', p.name) from "user" p where p.id = ${id})`
const moment = (sql: string) => `to_char(${sql} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const approvalMembers =
  `a.id as approval, a.chain, a.version, a.object, json_build_object('id', a.record_id, 'label', a.label) as record,` +
  ` a.state, a.step, a.round, a.comment, ${named('a.submitter')} as submitter, ${moment('a.submitted_at')} as submitted_at,` +
  ` ${moment('a.finished_at')} as finished_at`

const taskMembers =
  `t.id, t.approval, t.step, t.kind, t.state, t.opinion, t.comment, t.source, t.visit, ${named('t.assignee')} as assignee,` +
  ` ${named('t.behalf')} as behalf, ${moment('t.due')} as due, coalesce(t.state = 'pending' and t.due < now(), false) as overdue,` +
  ` ${moment('t.created_at')} as created_at, ${moment('t.decided_at')} as decided_at, ${named('t.decided_by')} as decided_by`

const sceneOf = (deps: ApprovalsDeps): Scene => ({
  db: deps.db,
  records: deps.records(),
  catalog: deps.catalog(),
  timeZone: deps.timeZone,
})

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

/** With the words of the chain as it was when it began. */
async function described(scene: Scene, { about, ...row }: Row): Promise<Row> {
  const approval = (about ?? row) as { version: string; chain: string; step: string | null }
  const chain = await chainOfVersion(scene, approval.version)
  const step = chain.steps.get(String(row.step))
  const { version: _version, ...shown } = approval as Row
  return {
    ...(about ? { ...row, about: { ...shown, chain: { name: chain.name, label: chain.label } } } : shown),
    ...(!about && { id: row.id, chain: { name: chain.name, label: chain.label } }),
    step: step ? { key: step.key, label: step.label } : null,
    ...(about !== undefined && step && row.state === 'pending'
      ? { ...openBy(step), left: leftOf(scene, step, row.due) }
      : {}),
  }
}

/** What a step lets its people do. */
const openBy = ({ actions, edit, require, kind, comment }: CompiledApprovalStep) => ({
  actions: [...actions],
  edit: [...edit],
  require,
  /** when words have to be given */
  commented: comment,
  opinions: kind === 'advise' ? ['agree', 'disagree', 'advise'] : kind === 'decide' ? ['agree', 'disagree'] : [],
})

function leftOf({ catalog, timeZone }: Scene, { due: rule }: CompiledApprovalStep, due: unknown): TimeLeft | null {
  if (typeof due !== 'string') return null
  return timeLeft(new Date(due), rule?.after ?? {}, { catalog, timeZone, calendar: rule?.calendar ?? null })
}

/** How many wait, for a badge. */
export async function countTasks(deps: ApprovalsDeps, actor: Actor): Promise<Row> {
  const ids = [actor.id, ...(await actedFor(sceneOf(deps), actor))]
  const { rows } = await deps.db.query<Row>({
    text:
      "select count(*) filter (where t.kind <> 'notify')::int as pending," +
      " count(*) filter (where t.kind <> 'notify' and t.due < now())::int as overdue," +
      " (select count(*)::int from fw_approval a where a.submitter = $2 and a.state = 'pending') as submitted," +
      " (select count(*)::int from fw_approval a where a.submitter = $2 and a.state = 'returned') as returned" +
      " from fw_approval_task t where t.assignee = any($1) and t.state = 'pending'",
    values: [ids, actor.id],
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
      `select id from fw_approval a where record_id = $1 and object = $2 and ($3::uuid is null or ${isPartOf('$3')})` +
      ' order by created_at desc, id desc limit 100',
    values: [id, object, refusal === null ? null : actor.id],
  })
  if (refusal !== null && (rows.length === 0 || !isWithin(actor, object))) throw refusal
  const found: Row[] = []
  for (const row of rows) found.push(await trailOf(deps, actor, row.id))
  return found
}

/** Whether somebody submitted the approval `a`, or is or was asked in it. */
const isPartOf = (user: string): string =>
  `(a.submitter = ${user} or exists (select from fw_approval_task t where t.approval = a.id` +
  ` and ${user} in (t.assignee, t.behalf, t.decided_by)))`

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
 * Everything that happened to an approval, with its chain: for who submitted it, who is or was asked, and who may read
 * the record.
 *
 * @throws not_found
 */
export async function readApproval(deps: ApprovalsDeps, actor: Actor, id: string): Promise<Row> {
  const { rows } = await deps.db.query<{ object: string; record_id: string; own: boolean }>({
    text: `select object, record_id, ${isPartOf('$2')} as own from fw_approval a where id = $1`,
    values: [id, actor.id],
  })
  const [found] = rows
  if (!found || !isWithin(actor, found.object)) throw appError('not_found', { name: id })
  if (!found.own && !(await isReadable(deps, actor, found))) throw appError('not_found', { name: id })
  return trailOf(deps, actor, id)
}

async function isReadable(
  deps: ApprovalsDeps,
  actor: Actor,
  { object, record_id: record }: { object: string; record_id: string },
): Promise<boolean> {
  if (!deps.catalog().objects.has(object)) return false
  const list = await deps
    .records()
    .list(actor, { object, filter: `id == '${record}'`, fields: ['id'], limit: 1 })
    .catch((error: { code?: string }) => {
      if (error.code === 'forbidden') return '{"data":[]}'
      throw error
    })
  return (JSON.parse(list) as { data: unknown[] }).data.length > 0
}

async function trailOf(deps: ApprovalsDeps, actor: Actor, id: string): Promise<Row> {
  const scene = sceneOf(deps)
  const approvals = await deps.db.query<Row>({
    text: `select a.id, ${approvalMembers} from fw_approval a where a.id = $1`,
    values: [id],
  })
  const row = approvals.rows[0] as Row & { version: string; record: { id: string } }
  const chain = await chainOfVersion(scene, row.version)
  const tasks = await deps.db.query<Row>({
    text: `select ${taskMembers} from fw_approval_task t where t.approval = $1 order by t.visit, t.place, t.id`,
    values: [id],
  })
  const events = await deps.db.query<Row>({
    text:
      `select e.id::text, e.action, e.step, e.task, ${named('e.actor')} as actor, ${named('e.behalf')} as behalf,` +
      ` ${named('e.target')} as target, e.comment, e.details, ${moment('e.at')} as at` +
      ' from fw_approval_event e where e.approval = $1 order by e.id',
    values: [id],
  })
  const ids = [actor.id, ...(await actedFor(scene, actor))]
  const mine = tasks.rows.filter(
    (task) => task.state === 'pending' && ids.includes((task.assignee as { id: string } | null)?.id ?? ''),
  )
  const step = chain.steps.get(String(row.step))
  const balance: Balance | null = chain.balance ? await balanceOf(scene, chain, row.record.id) : null
  return {
    ...(await described(scene, row)),
    steps: [...chain.steps.values()].map(({ key, label, kind, next, route }) => {
      return { key, label, kind, to: [...new Set([...route.map(({ to }) => to), next])].filter((to) => to !== null) }
    }),
    first: chain.first,
    tasks: tasks.rows.map((task) => withTimeLeft(scene, chain, task)),
    ahead: await aheadOf(scene, chain, row.id as string),
    trail: events.rows,
    balance,
    mine: mine.map((task) => task.id),
    ...(step && mine.length > 0 ? { ...openBy(step), returnTo: returnable(chain, step, tasks.rows) } : {}),
  }
}

const withTimeLeft = (scene: Scene, { steps }: CompiledApproval, task: Row): Row => {
  const step = task.state === 'pending' ? steps.get(String(task.step)) : undefined
  return step ? { ...task, left: leftOf(scene, step, task.due) } : task
}

/** The steps before to which a step may give back, in the order in which they were asked. */
function returnable({ steps }: CompiledApproval, { key, returnTo }: CompiledApprovalStep, tasks: readonly Row[]) {
  const asked = tasks.filter(({ kind, step }) => kind !== 'notify' && step !== key).map(({ step }) => String(step))
  return [...new Set(asked)].flatMap((name) => {
    const step = steps.get(name)
    return step && (returnTo?.has(name) ?? true) ? [{ key: name, label: step.label }] : []
  })
}
