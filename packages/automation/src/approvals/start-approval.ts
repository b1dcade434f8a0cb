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
  const { object, id, comment, chosen } = input
  return deps.records().transaction(async (records, db) => {
    const scene: Scene = { db, records, catalog: deps.catalog(), timeZone: deps.timeZone }
    await records.get(actor, { object, id, fields: ['id'] })
    await lockLive(scene, scene.catalog.object(object).table, id)
    const person = await submitterOf(scene, actor, input)
    const chain = await chainFor(scene, person, input)
    if (chain.transition === null) {
      if (!actor.system && !(await mayUpdate(records, actor, { object, id }))) throw appError('forbidden')
      return submit(scene, chain, { object, id, actor: person, comment, chosen })
    }
    await setSubmission(scene, { chain: chain.name, comment, chosen, submitter: person.id })
    const change = { object, id, transition: chain.transition, ...(comment && { reason: comment }) }
    if (await mayOnlyPass(records, actor, { ...input, chain })) await records.apply(actor, { ...change, values: {} })
    else await records.transition(actor, change)
    await setSubmission(scene, null)
    const begun = await latestOf(scene, id)
    if (begun === null) throw appError('approval_not_possible', { reason: noChain })
    return begun
  })
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
  actor: Actor,
  { chain, object, id }: { chain: CompiledApproval; object: string; id: string },
): Promise<boolean> {
  const mayPass = chain.refuse.some(({ overrideBy }) => actor.roles.some((role) => overrideBy.has(role)))
  if (!mayPass || (await mayUpdate(records, actor, { object, id }))) return false
  return (await records.grantingArms(actor, { object, id, operation: 'approve' })) !== null
}

async function chainFor(scene: Scene, actor: Actor, { object, id, chain: name }: StartInput) {
  const own = [...scene.catalog.approvals.values()]
    .filter((chain) => chain.object === object && chain.active && (name === undefined || chain.name === name))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
  for (const chain of own) if (await holds(scene, { object, id }, chain.when, actor)) return chain
  throw appError('approval_not_possible', { reason: noChain })
}

const noChain = { en: 'no approval chain is for this record', 'zh-CN': '没有适用于该记录的审批流' }

async function latestOf({ db }: Scene, record: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>({
    text: 'select id from fw_approval where record_id = $1 order by id desc limit 1',
    values: [record],
  })
  return rows[0]?.id ?? null
}
