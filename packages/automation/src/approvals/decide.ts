import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import type { Actor, FieldValues } from '@fieldwork/records'
import type { Problem } from './problem.ts'
import { finish } from './finish.ts'
import { withFiles } from './decision-files.ts'
import { demandTurn, ownSubmission } from './open-run.ts'
import type { OpenTask } from './open-run.ts'
import { writerFor } from './open-fields.ts'
import { enterStep, settle } from './progress.ts'
import { noteRun, passing, recordOf } from './run.ts'
import type { Run } from './run.ts'
import { cancelTasks, tasksOf } from './stored.ts'
import type { Opinion } from './stored.ts'

export interface Decision {
  task: string
  opinion: 'agree' | 'disagree' | 'advise'
  comment: string | null
  /** fields that the step opens */
  values?: FieldValues | undefined
  /** ids of uploads of the actor */
  files?: readonly string[] | undefined
}

/**
 * Writes down what somebody decides and goes on: all of it is one transaction.
 *
 * @throws approval_decided, forbidden, validation_failed (every problem: fields that are closed or missing, no comment)
 */
export async function decide(run: Run, actor: Actor, decision: Decision): Promise<void> {
  const { opinion, comment, values = {} } = decision
  const tasks = await tasksOf(run.scene.db, run.approval)
  const open = await demandTurn(
    run,
    tasks.find(({ id }) => id === decision.task),
    actor,
  )
  const { task, step, behalf } = open
  if (actor.id === run.submitter.id && !step.allowSubmitter) throw ownSubmission()
  if (opinion === 'advise' && task.kind === 'decide') throw appError('approval_not_possible', { reason: mustDecide })
  const problems = [...closedFields(step, values), ...missingComment(step, { opinion, comment })]
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  if (Object.keys(values).length > 0) await writeValues(run, actor, values)
  if (opinion !== 'disagree') await demandFilled(run, step)
  await storeOpinion(run, { ...open, actor, opinion, comment })
  const details = {
    ...(Object.keys(values).length > 0 && { fields: Object.keys(values) }),
    ...(await withFiles(run, actor, decision.files)),
  }
  await noteRun(run, {
    action: opinion,
    task: task.id,
    step: step.key,
    actor: actor.id,
    behalf,
    comment,
    ...(Object.keys(details).length > 0 && { details }),
  })
  await settle(run, step, comment)
}

async function storeOpinion(
  { scene }: Run,
  { task, behalf, actor, opinion, comment }: OpenTask & { actor: Actor; opinion: Opinion; comment: string | null },
): Promise<void> {
  await scene.db.query({
    text:
      "update fw_approval_task set state = 'done', opinion = $2, comment = $3, decided_at = now(), decided_by = $4," +
      ' behalf = $5 where id = $1',
    values: [task.id, opinion, comment, actor.id, behalf],
  })
}

function closedFields({ edit }: CompiledApprovalStep, values: FieldValues): Problem[] {
  return Object.keys(values).flatMap((field) => (edit.has(field) ? [] : [closedField(field)]))
}

const closedField = (field: string): Problem => ({
  pointer: pointerOf('values', field),
  code: 'not_open',
  message: { en: 'This step does not open the field', 'zh-CN': '当前步骤未开放该字段' },
  params: { field },
})

function missingComment(
  { comment: wanted }: CompiledApprovalStep,
  { opinion, comment }: { opinion: Opinion; comment: string | null },
): Problem[] {
  const isWanted = wanted === 'always' || (wanted === 'on-disagree' && opinion === 'disagree')
  if (!isWanted || comment) return []
  const message = { en: 'Say why', 'zh-CN': '请填写意见' }
  return [{ pointer: '/comment', code: 'required', message }]
}

/** What an approver enters is checked like everybody's values; only whose record it is does not matter. */
async function writeValues(run: Run, actor: Actor, values: FieldValues): Promise<void> {
  await passing(run, () => run.scene.records.update(writerFor(actor), { ...recordOf(run), values }))
}

async function demandFilled(run: Run, { require }: CompiledApprovalStep): Promise<void> {
  if (require.length === 0) return
  const { json } = await run.scene.records.get(asSystem('approval'), { ...recordOf(run), fields: [...require] })
  const record = JSON.parse(json) as FieldValues
  const fields = run.scene.catalog.object(run.approval.object).fields
  const problems = require
    .filter((field) => isEmpty(record[field]))
    .map((field): Problem => {
      const label = fields.get(field)?.label ?? { en: field, 'zh-CN': field }
      const message = { en: `Fill in ${label.en}`, 'zh-CN': `请填写${label['zh-CN']}` }
      return { pointer: pointerOf('values', field), code: 'required', message, params: { field } }
    })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
}

const isEmpty = (value: unknown): boolean =>
  value == null || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * Gives the record back to the submitter, or to a step before.
 *
 * @param to key of a step; null: the submitter
 * @throws approval_decided, forbidden, approval_not_possible, validation_failed (no comment)
 */
export async function giveBack(
  run: Run,
  actor: Actor,
  { task: id, to, comment, files }: Pick<Decision, 'task' | 'comment' | 'files'> & { to: string | null },
): Promise<void> {
  const tasks = await tasksOf(run.scene.db, run.approval)
  const open = await demandTurn(
    run,
    tasks.find((task) => task.id === id),
    actor,
  )
  const { step, behalf } = open
  if (actor.id === run.submitter.id && !step.allowSubmitter) throw ownSubmission()
  if (!step.actions.has('return')) throw appError('approval_not_possible', { reason: closedAction })
  const problems = missingComment(step, { opinion: 'disagree', comment })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  if (to !== null && !(await stepsBefore(run, step)).has(to)) throw appError('validation_failed', {}, [noEarlierStep])
  await storeOpinion(run, { ...open, actor, opinion: 'return', comment })
  const details = { to: to ?? 'submitter', ...(await withFiles(run, actor, files)) }
  await noteRun(run, { action: 'return', task: id, step: step.key, actor: actor.id, behalf, comment, details })
  await cancelTasks(run.scene.db, run.approval.id)
  if (to === null) await finish(run, 'returned', comment)
  else await enterStep(run, to, { isAdvance: false })
}

/** Steps in which somebody was asked before, as far as this one may give back to them. */
async function stepsBefore(run: Run, step: CompiledApprovalStep): Promise<ReadonlySet<string>> {
  const { rows } = await run.scene.db.query<{ step: string }>({
    text: "select distinct step from fw_approval_task where approval = $1 and visit < $2 and kind <> 'notify'",
    values: [run.approval.id, run.approval.visit],
  })
  const before = rows.map((row) => row.step)
  return new Set(before.filter((key) => key !== step.key && (step.returnTo?.has(key) ?? true)))
}

export const closedAction = { en: 'this step does not allow it', 'zh-CN': '当前步骤不允许此操作' }
const mustDecide = { en: 'here you agree or disagree', 'zh-CN': '此步骤须选择同意或不同意' }

const noEarlierStep: Problem = {
  pointer: '/step',
  code: 'unknown_step',
  message: { en: 'It cannot be given back to this step', 'zh-CN': '不能退回到该步骤' },
}
