import type { Queryable } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/metadata'
import { addJobs } from '../jobs/add-jobs.ts'
import type { NewJob } from '../jobs/job.ts'
import type { EngineDeps } from './engine.ts'
import { lockRun, stepJob } from './rows.ts'
import type { Place, RunError, RunRow, RunState } from './rows.ts'
import { dropRest, tellParent } from './settle-run.ts'

export interface RunsInput {
  workflow?: string
  object?: string
  record?: string
  state?: RunState
  /** 1 to 200, default 50 */
  limit?: number
  /** id of the last run of the page before */
  after?: string
}

/** A run, as lists show it. */
export interface RunInfo {
  id: string
  workflow: string
  label: LocalizedText
  version: string
  /** of the metadata in which the version was published first */
  revision: number
  object: string | null
  record: string | null
  trigger: string
  state: RunState
  identity: string
  actor: { id: string; name: string } | null
  depth: number
  root: string
  parent: unknown
  steps: number
  error: RunError | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

/** One execution of a step; `iteration` is the rounds of the loops around it. */
export interface RunStepInfo {
  node: string
  iteration: string
  step: string
  state: RunState
  attempt: number
  input: unknown
  output: unknown
  branch: string | null
  error: RunError | null
  due_at: string | null
  started_at: string | null
  finished_at: string | null
  /** what it waits for */
  wait: { kind: string; until: string | null; key: string | null } | null
}

const columns = `r.id, r.workflow, coalesce(v.definition -> 'label', jsonb_build_object('en', r.workflow, 'zh-CN', r.workflow)) as label,
  r.version, v.revision::int as revision, r.object, r.record, r.trigger, r.state, r.identity,
  case when r.actor is not null then jsonb_build_object('id', r.actor, 'name', u.name) end as actor, r.depth, r.root,
  r.parent, r.steps, r.error, to_json(r.created_at) #>> '{}' as created_at, to_json(r.started_at) #>> '{}' as started_at,
  to_json(r.finished_at) #>> '{}' as finished_at`

const sources = `fw_run r left join fw_workflow_version v on v.version = r.version left join "user" u on u.id = r.actor`

/** Runs, newest first; `after` is null on the last page. */
export async function listRuns(
  db: Queryable,
  input: RunsInput,
): Promise<{ data: RunInfo[]; page: { after: string | null } }> {
  const limit = Math.min(Math.max(input.limit ?? 50, 1), 200)
  const { rows } = await db.query<RunInfo & Record<string, unknown>>({
    text: `select ${columns} from ${sources}
      where ($1::text is null or r.workflow = $1) and ($2::text is null or r.object = $2) and ($3::uuid is null or r.record = $3)
        and ($4::text is null or r.state = $4) and ($5::uuid is null or r.id < $5) and not r.dry
      order by r.id desc limit $6`,
    values: [
      input.workflow ?? null,
      input.object ?? null,
      input.record ?? null,
      input.state ?? null,
      input.after ?? null,
      limit + 1,
    ],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? data.at(-1)!.id : null } }
}

/** A run with every step. @throws not_found */
export async function readRun(db: Queryable, id: string): Promise<RunInfo & { vars: unknown; data: RunStepInfo[] }> {
  const { rows } = await db.query<RunInfo & { vars: unknown } & Record<string, unknown>>({
    text: `select ${columns}, r.vars from ${sources} where r.id = $1`,
    values: [id],
  })
  if (!rows[0]) throw appError('not_found', { name: id })
  const steps = await db.query<RunStepInfo & Record<string, unknown>>({
    text: `select s.node, s.iteration, s.step, s.state, s.attempt, s.input, s.output, s.branch, s.error,
        to_json(s.due_at) #>> '{}' as due_at, to_json(s.started_at) #>> '{}' as started_at,
        to_json(s.finished_at) #>> '{}' as finished_at,
        case when w.run is not null then jsonb_build_object('kind', w.kind, 'until', w.until, 'key', w.key) end as wait
      from fw_run_step s left join fw_wait w on w.run = s.run and w.node = s.node and w.iteration = s.iteration
      where s.run = $1 order by s.created_at, s.started_at nulls last, s.iteration, s.node`,
    values: [id],
  })
  return { ...rows[0], data: steps.rows }
}

const ended = new Set<RunState>(['done', 'failed', 'cancelled'])

/** Ends a run where it stands; what it has done stays. @throws not_found, workflow_state */
export async function cancelRun({ records }: EngineDeps, id: string): Promise<void> {
  await records.transaction(async (_, tx) => {
    const run = await mustHave(tx, id)
    if (ended.has(run.state)) throw wrongState(run)
    await dropRest({ tx }, id)
    await tx.query({ text: `update fw_run set state = 'cancelled', finished_at = now() where id = $1`, values: [id] })
    await tellParent({ tx, add: (jobs) => addJobs(tx, jobs) }, { ...run, state: 'cancelled' }, null)
  })
}

/** Does the steps again at which a run failed; it goes on from there. @throws not_found, workflow_state */
export async function retryRun({ records }: EngineDeps, id: string): Promise<void> {
  await records.transaction(async (_, tx) => {
    const run = await mustHave(tx, id)
    if (run.state !== 'failed') throw wrongState(run)
    const { rows } = await tx.query<Place & Record<string, unknown>>({ text: again, values: [id] })
    if (rows.length === 0) throw wrongState(run)
    const text = `update fw_run set state = 'running', error = null, finished_at = null, steps = 0 where id = $1`
    await tx.query({ text, values: [id] })
    const jobs: NewJob[] = rows.map(({ node, iteration }) => stepJob(id, { node, iteration }))
    await addJobs(tx, jobs)
  })
}

/** The step that failed, and what was dropped because of it: loops that were under way, waits begin again. */
const again = `
with reopened as (
  update fw_run_step set state = case when items is not null or open is not null or round is not null then 'running' else 'queued' end,
    attempt = 0, due_at = now(), finished_at = null
  where run = $1 and (state = 'cancelled' or (state = 'failed' and not exists (
    select from fw_run_step later where later.run = $1 and later.created_at > fw_run_step.finished_at)))
  returning node, iteration, state)
select node, iteration from reopened where state = 'queued'`

async function mustHave(tx: Queryable, id: string): Promise<RunRow> {
  const run = await lockRun(tx, id)
  if (!run) throw appError('not_found', { name: id })
  return run
}

const stateWords: Record<RunState, LocalizedText> = {
  queued: { en: 'queued', 'zh-CN': '排队中' },
  running: { en: 'running', 'zh-CN': '运行中' },
  waiting: { en: 'waiting', 'zh-CN': '等待中' },
  done: { en: 'done', 'zh-CN': '已完成' },
  failed: { en: 'failed', 'zh-CN': '失败' },
  cancelled: { en: 'cancelled', 'zh-CN': '已取消' },
}

const wrongState = ({ state }: RunRow) => appError('workflow_state', { state: stateWords[state] })
