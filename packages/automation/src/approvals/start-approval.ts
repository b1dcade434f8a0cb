import { appError } from '@fieldwork/metadata'
import type { CompiledApproval } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { setSubmission } from './hooks.ts'
import { lockLive } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { authorOf, holds, personOf } from './scene.ts'
import type { Scene } from './scene.ts'
import type { StartInput } from './start-input.ts'
import { submit } from './submit.ts'

type Starting = Pick<ApprovalsDeps, 'records' | 'catalog' | 'timeZone'>

/** Submits a record: by the chain's transition where it has one. @throws not_found, forbidden, and what `submit` throws */
export async function startApproval(deps: Starting, actor: Actor, input: StartInput): Promise<string> {
  const { object, id } = input
  return deps.records().transaction(async (records, db) => {
    const scene: Scene = { db, records, catalog: deps.catalog(), timeZone: deps.timeZone }
    await records.get(actor, { object, id, fields: ['id'] })
    await lockLive(scene, scene.catalog.object(object).table, id)
    const sent = { ...input, actor, person: await submitterOf(scene, actor, input) }
    if (input.transition !== undefined)
      return byTransition(scene, sent, { chain: namedChain(scene, input), transition: input.transition })
    const chain = await chainFor(scene, sent.person, input)
    if (chain.transition === null) return byHand(scene, sent, chain)
    return byTransition(scene, sent, { chain, transition: chain.transition })
  })
}

type Sent = StartInput & {
  actor: Actor
  /** in whose name it is submitted */
  person: Actor
}

async function byHand(scene: Scene, sent: Sent, chain: CompiledApproval): Promise<string> {
  const { object, id, values = {}, actor, person, comment, chosen, consent } = sent
  if (!actor.system && !(await mayUpdate(scene.records, actor, { object, id }))) throw appError('forbidden')
  if (Object.keys(values).length > 0) await scene.records.update(actor, { object, id, values }, consent)
  return submit(scene, chain, { object, id, actor: person, comment, chosen })
}

/** @param way.chain null: the first that is for the record, once the transition is made */
async function byTransition(
  scene: Scene,
  sent: Sent,
  { chain, transition }: { chain: CompiledApproval | null; transition: string },
): Promise<string> {
  const { object, id, values = {}, actor, person, comment, chosen, consent } = sent
  const { records } = scene
  const before = await lastEvent(scene, id)
  await setSubmission(scene, { chain: chain?.name ?? null, comment, chosen, submitter: person.id })
  const change = { object, id, transition, values, ...(comment && { reason: comment }) }
  if (chain && (await mayOnlyPass(records, sent, chain))) await records.apply(actor, change)
  else await records.transition(actor, change, consent)
  await setSubmission(scene, null)
  const begun = await begunSince(scene, { record: id, event: before })
  if (begun === null) throw appError('approval_not_possible', { reason: noChain })
  return begun
}

/** Whoever submits it; where the platform does, in whose name. @throws forbidden (in the name of somebody else) */
async function submitterOf(scene: Scene, actor: Actor, { object, id, submitter }: StartInput): Promise<Actor> {
  if (!actor.system) {
    if (submitter && submitter !== actor.id) throw appError('forbidden')
    return actor
  }
  return { ...actor, ...(await personOf(scene, submitter ?? (await authorOf(scene, { object, id })))) }
}

/** Who may change a record may submit it. */
const mayUpdate = async (
  records: Scene['records'],
  actor: Actor,
  { object, id }: { object: string; id: string },
): Promise<boolean> => (await records.grantingArms(actor, { object, id, operation: 'update' })) !== null

/**
 * Whoever may pass a refusal with a reason may submit the record for it, also where he only approves such records and
 * may not change them.
 */
async function mayOnlyPass(
  records: Scene['records'],
  { actor, object, id, values = {} }: Sent,
  chain: CompiledApproval,
): Promise<boolean> {
  // what somebody enters is for his own rights
  if (Object.keys(values).length > 0) return false
  const mayPass = chain.refuse.some(({ overrideBy }) => actor.roles.some((role) => overrideBy.has(role)))
  if (!mayPass || (await mayUpdate(records, actor, { object, id }))) return false
  return (await records.grantingArms(actor, { object, id, operation: 'approve' })) !== null
}

/** The chain that is asked for by name; whether it is for the record shows once the transition is made. */
function namedChain({ catalog }: Scene, { object, chain: name, transition }: StartInput): CompiledApproval | null {
  if (name === undefined) return null
  const chain = catalog.approvals.get(name)
  if (chain?.object !== object || !chain.active || chain.transition !== transition)
    throw appError('approval_not_possible', { reason: noChain })
  return chain
}

async function chainFor(scene: Scene, actor: Actor, { object, id, chain: name }: StartInput) {
  const own = [...scene.catalog.approvals.values()]
    .filter((chain) => chain.object === object && chain.active && (name === undefined || chain.name === name))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
  for (const chain of own) if (await holds(scene, { object, id }, chain.when, actor)) return chain
  throw appError('approval_not_possible', { reason: noChain })
}

const noChain = { en: 'no approval chain is for this record', 'zh-CN': '没有适用于该记录的审批流' }

const eventsOf = 'from fw_approval_event e join fw_approval a on a.id = e.approval where a.record_id = $1'

async function lastEvent({ db }: Scene, record: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    text: `select coalesce(max(e.id), 0)::text as id ${eventsOf}`,
    values: [record],
  })
  return rows[0]?.id ?? '0'
}

/** The approval that a transition has begun; null: nobody had to agree. The record is locked, so no other can be it. */
async function begunSince({ db }: Scene, { record, event }: { record: string; event: string }): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>({
    text: `select a.id ${eventsOf} and e.id > $2 and e.action in ('submitted', 'resubmitted') order by e.id desc limit 1`,
    values: [record, event],
  })
  return rows[0]?.id ?? null
}
