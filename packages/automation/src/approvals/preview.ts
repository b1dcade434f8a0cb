import type { Database } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'
import { appError, compileDraftApproval } from '@fieldwork/metadata'
import type { CompiledApproval, Definition } from '@fieldwork/metadata'
import type { Actor, FieldValues, Records } from '@fieldwork/records'
import type { ApprovalsDeps } from './open-run.ts'
import { nextOf } from './progress.ts'
import { askedBy, recordOf } from './run.ts'
import type { Asking } from './run.ts'
import { chainOfVersion, holds, personOf } from './scene.ts'
import type { Person, Scene } from './scene.ts'
import { certain, namesOf, stepsAhead } from './steps-ahead.ts'
import type { Named, StepAhead } from './steps-ahead.ts'
import { lockReturned, readStored, tasksOf } from './stored.ts'
import { choices, choicesIn, isChoiceAsked, refusalsOf } from './submit.ts'
import { undone } from '../jobs/undone.ts'

/** Of which submission is asked who would decide. */
export interface PreviewInput {
  object: string
  id: string
  /** the transition that submits; left out: any chain of the object */
  transition?: string | undefined
  /** fields that would be written with the submission */
  values?: FieldValues | undefined
  chain?: string | undefined
  chosen: Record<string, string[]>
}

/** A chain that is tried: as it is drawn, on a record, in somebody's name. */
export interface TrialInput {
  definition: Definition
  id: string
  /** id of a user */
  submitter: string
  chosen: Record<string, string[]>
}

/** Whom the submitter chooses. */
export interface ChoiceAhead {
  /** `step.source`, as a submission names it */
  key: string
  step: LocalizedText
  label: LocalizedText | null
  minimum: number
  maximum: number
  /** null: any active user */
  among: Named[] | null
}

/** What a submission would lead to. */
export interface ApprovalPreview {
  /** null: no chain is for the record, so nobody has to agree */
  chain: { name: string; label: LocalizedText } | null
  /** what keeps it from being submitted; `isPassable`: the caller may submit it all the same, with a reason */
  refusals: { key: string; message: LocalizedText; field: string | null; isPassable: boolean }[]
  choices: ChoiceAhead[]
  steps: StepAhead[]
}

/** Who would decide if the caller submitted a record now. Nothing of it is stored. @throws not_found, forbidden */
export async function previewApproval(
  deps: ApprovalsDeps,
  actor: Actor,
  input: PreviewInput,
): Promise<ApprovalPreview> {
  const { object, id, chosen, values = {} } = input
  await deps.records().get(actor, { object, id, fields: ['id'] })
  return undone(deps.records(), async (records, db) => {
    const scene = sceneIn(deps, records, db)
    // nothing of it stays: what may be confirmed is asked about when it is submitted
    if (Object.keys(values).length > 0) await records.update(actor, { object, id, values }, { allowDuplicates: true })
    const chain = await chainFor(scene, actor, input)
    if (!chain) return { chain: null, refusals: [], choices: [], steps: [] }
    const returned = await lockReturned(db, { chain: chain.name, record: id })
    const used = returned ? await chainOfVersion(scene, returned.version) : chain
    const from = used.resubmit === 'returned-step' ? returned?.returned_from : null
    const given = { object, record_id: id, chosen: { ...returned?.chosen, ...chosen } }
    const run: Asking = { scene, chain: used, submitter: actor, approval: given }
    return describe(run, actor, from && used.steps.has(from) ? from : used.first)
  })
}

/**
 * Who would decide by a chain as it is drawn. Nothing of it is stored.
 *
 * @throws not_found (the record), validation_failed: every problem of the definition
 */
export async function tryApproval(deps: ApprovalsDeps, actor: Actor, input: TrialInput): Promise<ApprovalPreview> {
  const compiled = compileDraftApproval(deps.catalog(), input.definition)
  if ('problems' in compiled) throw appError('validation_failed', {}, compiled.problems)
  const { chain } = compiled
  await deps.records().get(actor, { object: chain.object, id: input.id, fields: ['id'] })
  return undone(deps.records(), async (records, db) => {
    const scene = sceneIn(deps, records, db)
    const submitter = await personOf(scene, input.submitter)
    const approval = { object: chain.object, record_id: input.id, chosen: input.chosen }
    await submitted(scene, chain, { object: chain.object, id: input.id })
    if (!(await holds(scene, recordOf({ approval }), chain.when, submitter)))
      return { chain: null, refusals: [], choices: [], steps: [] }
    return describe({ scene, chain, submitter, approval }, { ...submitter, roles: [] }, chain.first)
  })
}

/** What is still to come of an approval that is under way. */
export async function aheadOf(scene: Scene, chain: CompiledApproval, id: string): Promise<StepAhead[]> {
  const approval = await readStored(scene.db, id)
  const step = chain.steps.get(approval?.step ?? '')
  if (approval?.state !== 'pending' || !step) return []
  const run: Asking = { scene, chain, approval, submitter: await personOf(scene, approval.submitter) }
  const tasks = await tasksOf(scene.db, approval)
  const agreed = certain(
    step,
    tasks.flatMap(({ assignee, grp, parent, kind }) =>
      parent === null && kind === 'decide' ? [{ user: assignee, group: grp }] : [],
    ),
  )
  return stepsAhead(run, { first: await nextOf(run, step), agreed, isNow: false })
}

const sceneIn = ({ catalog, timeZone }: ApprovalsDeps, records: Records, db: Database): Scene => ({
  db,
  records,
  catalog: catalog(),
  timeZone,
})

/** The chain that a submission would begin; the record is as if it had been submitted by it. */
async function chainFor(scene: Scene, actor: Person, input: PreviewInput): Promise<CompiledApproval | null> {
  const { object, id, chain: name, transition } = input
  const own = [...scene.catalog.approvals.values()]
    .filter((chain) => chain.object === object && chain.active && (name === undefined || chain.name === name))
    .filter((chain) => transition === undefined || chain.transition === transition)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
  for (const chain of own) {
    await submitted(scene, chain, { object, id })
    if (await holds(scene, { object, id }, chain.when, actor)) return chain
  }
  return null
}

/** Puts the record into the state in which the chain finds it, for the rest of the transaction. */
async function submitted(
  scene: Scene,
  chain: CompiledApproval,
  { object, id }: { object: string; id: string },
): Promise<void> {
  const { table, states, fields } = scene.catalog.object(object)
  const to = chain.transition === null ? undefined : states?.transitions[chain.transition]?.to
  const column = fields.get(states?.field ?? '')?.column
  if (to === undefined || !column) return
  await scene.db.query({ text: `update "${table}" set "${column}" = $2 where id = $1`, values: [id, to] })
}

async function describe(run: Asking, { roles }: Pick<Actor, 'roles'>, first: string): Promise<ApprovalPreview> {
  const { scene, chain, submitter } = run
  const refusing = await refusalsOf(scene, chain, { ...recordOf(run), actor: submitter })
  return {
    chain: { name: chain.name, label: chain.label },
    refusals: refusing.map(({ key, message, field, overrideBy }) => {
      return { key, message, field, isPassable: roles.some((role) => overrideBy.has(role)) }
    }),
    choices: await choicesAhead(run),
    steps: await stepsAhead(run, { first, isNow: true }),
  }
}

async function choicesAhead(run: Asking): Promise<ChoiceAhead[]> {
  const found: ChoiceAhead[] = []
  for (const { step, approver, who } of choicesIn(run.chain)) {
    if (!(await isChoiceAsked(run, step, approver))) continue
    const among = who.from ? [...(await choices(run, who.from, askedBy(run, step)))] : null
    const names = await namesOf(run.scene, among ?? [])
    found.push({
      key: `${step.key}.${approver.key}`,
      step: step.label,
      label: approver.label,
      minimum: who.minimum,
      maximum: who.maximum,
      among: among && among.map((id) => names.get(id) ?? { id, label: '' }),
    })
  }
  return found
}
