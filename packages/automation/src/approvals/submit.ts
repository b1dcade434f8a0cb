import { newId } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledApproval, CompiledApprovalStep, CompiledApprover, CompiledRefusal } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { Problem } from './problem.ts'
import { applyEffect } from './finish.ts'
import { reachOf } from './people.ts'
import { enterStep } from './progress.ts'
import { findApprovers } from './resolve-approvers.ts'
import type { Asked } from './resolve-approvers.ts'
import { askedBy, noteRun } from './run.ts'
import type { Asking, Run } from './run.ts'
import { chainOfVersion, evaluate, holds, keepVersion } from './scene.ts'
import type { Person, Scene } from './scene.ts'
import { lockReturned, saveApproval } from './stored.ts'
import type { StoredApproval } from './stored.ts'

export interface Submission {
  object: string
  id: string
  actor: Actor
  comment: string | null
  /** ids of users by `step.source`, where the submitter chooses */
  chosen: Record<string, string[]>
}

/**
 * Begins the approval of a record, or takes up the one that was returned. The caller holds the record's lock.
 *
 * @throws validation_failed (everything that keeps it from being submitted), approval_pending
 */
export async function submit(scene: Scene, chain: CompiledApproval, given: Submission): Promise<string> {
  const { actor, object, id } = given
  if (await isPending(scene, id)) throw appError('approval_pending')
  const overridden = await demandNothingRefused(scene, chain, given)
  const returned = await lockReturned(scene.db, { chain: chain.name, record: id })
  const before = returned ? await chainOfVersion(scene, returned.version) : chain
  const approval = returned ? resumed(returned, given) : await created(scene, chain, given)
  const run: Run = { scene, chain: before, approval, submitter: actor, actor }
  await demandChoices(run)
  await saveApproval(scene.db, approval)
  await noteRun(run, {
    action: returned ? 'resubmitted' : 'submitted',
    comment: given.comment,
    details: { object, version: approval.version, ...(overridden.length > 0 && { overridden }) },
  })
  if (chain.transition === null) await applyEffect(run, 'submit')
  const goesOnAt = before.resubmit === 'returned-step' ? returned?.returned_from : null
  await enterStep(run, goesOnAt && before.steps.has(goesOnAt) ? goesOnAt : before.first, { isAdvance: false })
  return approval.id
}

/** Whether an approval of the record is under way. */
async function isPending({ db }: Pick<Scene, 'db'>, record: string): Promise<boolean> {
  const { rowCount } = await db.query({
    text: "select from fw_approval where record_id = $1 and state = 'pending'",
    values: [record],
  })
  return (rowCount ?? 0) > 0
}

const resumed = (approval: StoredApproval, { actor, comment, chosen }: Submission): StoredApproval => ({
  ...approval,
  state: 'pending',
  submitter: actor.id,
  round: approval.round + 1,
  comment: comment ?? approval.comment,
  chosen: { ...approval.chosen, ...chosen },
})

async function created(scene: Scene, chain: CompiledApproval, given: Submission): Promise<StoredApproval> {
  const { object, id: record, actor, comment, chosen } = given
  const version = await keepVersion(scene, chain)
  const id = newId()
  const { rows } = await scene.db.query<{ label: string | null }>({
    text:
      'insert into fw_approval (id, chain, version, revision, object, record_id, label, submitter, comment, chosen, state)' +
      ` select $1, $2, $3, $4, $5, r.id, ${labelSql(scene, object)}, $6, $7, $8, 'pending'` +
      ` from "${scene.catalog.object(object).table}" r where r.id = $9 returning label`,
    values: [
      id,
      chain.name,
      version,
      scene.catalog.revision,
      object,
      actor.id,
      comment,
      JSON.stringify(chosen),
      record,
    ],
  })
  return {
    id,
    chain: chain.name,
    version,
    object,
    record_id: record,
    label: rows[0]?.label ?? null,
    submitter: actor.id,
    comment,
    chosen,
    state: 'pending',
    step: null,
    visit: 0,
    round: 1,
    returned_from: null,
    authorised: null,
  }
}

function labelSql({ catalog }: Scene, object: string): string {
  const { nameField, fields } = catalog.object(object)
  const column = fields.get(nameField)?.column
  return column ? `r."${column}"::text` : 'null'
}

/** @returns the refusals that the submitter's role lets him pass, with his reason */
async function demandNothingRefused(scene: Scene, chain: CompiledApproval, given: Submission): Promise<string[]> {
  const { actor, comment } = given
  const refusing = await refusalsOf(scene, chain, given)
  const passed = refusing.filter(({ overrideBy }) => comment && actor.roles.some((role) => overrideBy.has(role)))
  const problems = refusing
    .filter((refusal) => !passed.includes(refusal))
    .map(({ key, message, field }): Problem => ({
      pointer: field === null ? '' : pointerOf(field),
      code: 'approval_refused',
      message,
      params: { refusal: key },
    }))
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return passed.map(({ key }) => key)
}

/** What keeps a record from being submitted. */
export async function refusalsOf(
  scene: Scene,
  chain: CompiledApproval,
  { object, id, actor }: Pick<Submission, 'object' | 'id'> & { actor: Person },
): Promise<CompiledRefusal[]> {
  const conditions = chain.refuse.flatMap(({ key, when }) => (when ? [[key, when] as const] : []))
  const found = await evaluate(scene, { object, id }, Object.fromEntries(conditions), actor)
  return chain.refuse.filter(({ key }) => found[key] === true)
}

/** Whom the submitter has to choose, in steps that may come. */
async function demandChoices(run: Run): Promise<void> {
  const problems: Problem[] = []
  for (const { step, approver, who } of choicesIn(run.chain)) {
    const asked = askedBy(run, step)
    const users = asked.chosen[approver.key] ?? []
    const least = (await isChoiceAsked(run, step, approver)) ? who.minimum : 0
    const among = users.length > 0 ? await choices(run, who.from, asked) : null
    const isWrong =
      users.length < least || users.length > who.maximum || users.some((user) => among && !among.has(user))
    if (isWrong) problems.push(choiceProblem(`${step.key}.${approver.key}`, { ...who, minimum: least }))
  }
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
}

/** The sources of a chain that the submitter fills. */
export const choicesIn = (chain: CompiledApproval) =>
  [...chain.steps.values()].flatMap((step) =>
    step.approvers.flatMap((approver) =>
      approver.who.kind === 'chosen' ? [{ step, approver, who: approver.who }] : [],
    ),
  )

/** Whether the step, and the source in it, are for the record. */
export async function isChoiceAsked(
  run: Asking,
  step: CompiledApprovalStep,
  approver: CompiledApprover,
): Promise<boolean> {
  const { record } = askedBy(run, step)
  return (
    (await holds(run.scene, record, step.when, run.submitter)) &&
    (await holds(run.scene, record, approver.when, run.submitter))
  )
}

/** Those among whom the submitter may choose; without `from`, those of his choice who may be chosen. */
export async function choices(run: Asking, from: readonly CompiledApprover[] | null, asked: Asked) {
  const named = from ? (await findApprovers(run.scene, from, asked)).map(({ user }) => user) : null
  const chosen = Object.values(asked.chosen).flat()
  const reach = await reachOf(run.scene, named ?? chosen)
  const here = (named ?? chosen).filter((user) => reach.get(user)?.isHere && !asked.without.has(user))
  return new Set(here)
}

const choiceProblem = (key: string, { minimum, maximum }: { minimum: number; maximum: number }): Problem => ({
  pointer: pointerOf('chosen', key),
  code: 'choose_approvers',
  message: {
    en: `Choose ${minimum === maximum ? minimum : `${minimum} to ${maximum}`} of those who may decide`,
    'zh-CN': `请从可选审批人中选择${minimum === maximum ? minimum : `${minimum}至${maximum}`}人`,
  },
  params: { minimum, maximum },
})
