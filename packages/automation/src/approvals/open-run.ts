import type { Database } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import { absentFor } from './people.ts'
import { noteRun } from './run.ts'
import type { Run } from './run.ts'
import { chainOfVersion, personOf } from './scene.ts'
import type { Scene } from './scene.ts'
import { cancelTasks, lockApproval, saveApproval } from './stored.ts'
import type { StoredTask } from './stored.ts'
import { tellWorkflows } from './tell-workflows.ts'

/** What approvals are made of. */
export interface ApprovalsDeps {
  db: Database
  records(): Records
  catalog(): Catalog
  timeZone: string
}

/**
 * Goes on with an approval in one transaction, the record locked first and the approval then, so that of two who decide
 * at once the second sees what the first has done. Where the record is gone the approval ends, which is stored.
 *
 * @throws not_found (no such approval), approval_decided (its record is deleted), and what `work` throws
 */
export async function withRun<T>(
  deps: ApprovalsDeps,
  { approval: id, actor }: { approval: string; actor: Actor | null },
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const done = await deps.records().transaction(async (records, db) => {
    const scene: Scene = { db, records, catalog: deps.catalog(), timeZone: deps.timeZone }
    const isThere = await lockRecordOf(scene, id)
    const approval = await lockApproval(db, id)
    if (!approval || !isWithin(actor, approval.object)) throw appError('not_found', { name: id })
    const chain = await chainOfVersion(scene, approval.version)
    const run: Run = { scene, chain, approval, actor, submitter: await personOf(scene, approval.submitter) }
    if (isThere) return { result: await work(run) }
    await endWithoutRecord(run)
    return null
  })
  if (done === null) throw appError('approval_decided')
  return done.result
}

/** Whether a token that is limited to some objects is good for this one. */
export const isWithin = (actor: Actor | null, object: string): boolean =>
  actor?.scope?.objects?.includes(object) ?? true

async function lockRecordOf({ db, catalog }: Scene, approval: string): Promise<boolean> {
  const { rows } = await db.query<{ object: string; record_id: string }>({
    text: 'select object, record_id from fw_approval where id = $1',
    values: [approval],
  })
  const [found] = rows
  if (!found) throw appError('not_found', { name: approval })
  const object = catalog.objects.get(found.object)
  return object !== undefined && lockLive({ db }, object.table, found.record_id)
}

/** Others who change the record wait until the transaction ends; false: it is deleted. */
export async function lockLive({ db }: Pick<Scene, 'db'>, table: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query({
    text: `select from "${table}" where id = $1 and deleted_at is null for no key update`,
    values: [id],
  })
  return (rowCount ?? 0) > 0
}

/** Its record was deleted, with another one or by itself. */
export async function endWithoutRecord(run: Run): Promise<void> {
  const { scene, approval } = run
  if (approval.state !== 'pending' && approval.state !== 'returned') return
  await cancelTasks(scene.db, approval.id)
  approval.state = 'deleted'
  approval.step = null
  await saveApproval(scene.db, approval)
  await noteRun(run, { action: 'deleted' })
  await tellWorkflows(run, 'deleted')
}

/** A task with what it is a part of. */
export interface OpenTask {
  task: StoredTask
  step: CompiledApprovalStep
  /** for whom the actor decides; null: it is his own */
  behalf: string | null
}

/**
 * The task, when it is the actor's turn: his own, or that of somebody for whom he acts.
 *
 * @throws approval_decided, forbidden (somebody else's, or what he submitted himself)
 */
export async function demandTurn(run: Run, task: StoredTask | undefined, actor: Actor): Promise<OpenTask> {
  const { approval, chain, submitter } = run
  if (!task) throw appError('approval_decided')
  const behalf = await decidesFor(run.scene, task, actor)
  if (task.state !== 'pending' || approval.state !== 'pending' || task.visit !== approval.visit)
    throw appError('approval_decided')
  const step = chain.steps.get(task.step)
  if (!step) throw appError('approval_decided')
  if (actor.id === submitter.id && !step.allowSubmitter && task.source !== 'fallback') throw ownSubmission()
  return { task, step, behalf }
}

/** @throws forbidden */
async function decidesFor(scene: Scene, { assignee, behalf }: StoredTask, actor: Actor): Promise<string | null> {
  if (assignee === actor.id) return behalf
  const others = await actedFor(scene, actor)
  if (others.includes(assignee)) return assignee
  throw appError('forbidden')
}

/** Those for whom somebody acts at this moment: who lent him their rights, and who is away and named him. */
export async function actedFor(scene: Pick<Scene, 'db' | 'catalog' | 'timeZone'>, actor: Actor): Promise<string[]> {
  const lenders = (actor.lenders ?? []).filter(({ readOnly }) => !readOnly).map(({ id }) => id)
  return [...new Set([...lenders, ...(await absentFor(scene, actor.id))])]
}

export const ownSubmission = () =>
  appError('forbidden', {}, [
    {
      pointer: '',
      code: 'own_submission',
      message: { en: 'Nobody decides on what he submitted himself', 'zh-CN': '不能审批本人提交的单据' },
    },
  ])
