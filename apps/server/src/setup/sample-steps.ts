import type { Approvals } from '@fieldwork/automation'
import type { Actor, Records } from '@fieldwork/records'
import type { Identity } from '../identity/index.ts'

/** What somebody does with a sample record after it was made, with his own rights; exactly one of the three. */
export interface SampleStep {
  /** `$id` of the record */
  $id: string
  /** a user name; the platform itself when left out, for moves only */
  by?: string
  /** a transition */
  move?: { transition: string; values?: Record<string, unknown> }
  /** begins the approval */
  submit?: { comment?: string }
  /** decides the task that waits for him */
  decide?: { opinion: 'agree' | 'disagree' | 'advise'; comment?: string; values?: Record<string, unknown> }
}

/** A step whose names are resolved. */
export type ResolvedStep = Omit<SampleStep, '$id'> & { object: string; id: string }

interface StepDeps {
  records: Records
  approvals: Approvals
  identity: Pick<Identity, 'actorOf'>
  /** the platform */
  actor: Actor
  /** ids by user name */
  userIds: ReadonlyMap<string, string>
}

/**
 * Does what sample data say that people did, through the doors of everybody.
 *
 * @throws Error for an unknown user, AppError where he may not do it
 */
export async function doSampleStep(deps: StepDeps, { object, id, by, move, submit, decide }: ResolvedStep) {
  const actor = by === undefined ? deps.actor : await personOf(deps, by)
  if (move) await deps.records.transition(actor, { object, id, ...move })
  if (submit) await deps.approvals.start(actor, { object, id, comment: submit.comment ?? null, chosen: {} })
  if (!decide) return
  const { opinion, comment = null, values } = decide
  await deps.approvals.decide(actor, { task: await taskOf(deps, actor, id), opinion, comment, values })
}

async function personOf({ identity, userIds }: StepDeps, username: string): Promise<Actor> {
  const actor = await identity.actorOf(userIds.get(username) ?? '', 'zh-CN')
  if (!actor) throw new Error(`unknown user: ${username}`)
  return actor
}

/** What waits for a person about a record. */
async function taskOf({ approvals }: StepDeps, actor: Actor, record: string): Promise<string> {
  const { data } = await approvals.list(actor, { box: 'mine', state: 'pending', limit: 200, after: null })
  const found = data.find((row) => (row.about as { record: { id: string } }).record.id === record)
  if (!found) throw new Error(`nothing about ${record} waits for ${actor.username}`)
  return String(found.id)
}
