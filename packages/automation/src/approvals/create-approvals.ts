import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledApproval } from '@fieldwork/metadata'
import type { Actor, AfterHook, BeforeHook } from '@fieldwork/records'
import type { JobHandler } from '../jobs/job.ts'
import type { OutboxConsumer } from '../jobs/outbox-row.ts'
import type { Reconciler } from '../jobs/reconcile.ts'
import { decide, giveBack } from './decide.ts'
import type { Decision } from './decide.ts'
import { addApprovers, handOn, recall } from './hand-on.ts'
import { lockHooks, setSubmission, startHooks } from './hooks.ts'
import { makeLink, openLink, useLink } from './links.ts'
import type { OpenLink } from './links.ts'
import { lockLive, withRun } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { approvalsOf, countTasks, listTasks, readApproval } from './read-approvals.ts'
import type { TaskQuery } from './read-approvals.ts'
import { noteRun } from './run.ts'
import { timerHandler, timerReconciler } from './run-timer.ts'
import { holds } from './scene.ts'
import type { Scene } from './scene.ts'
import { submit } from './submit.ts'
import { leavingHooks, SWEEP_TASK, sweepApprovals, sweepHandler, sweepJob } from './sweep.ts'
import { TIMER_TASK } from './timers.ts'

type Row = Record<string, unknown>

export interface StartInput {
  object: string
  id: string
  /** left out: the first whose condition holds */
  chain?: string | undefined
  comment: string | null
  chosen: Record<string, string[]>
}

interface OnTask {
  task: string
  comment: string | null
}

/** Approvals: each method is one transaction that stores what was decided and what follows from it. */
export interface Approvals {
  /** for the door to records */
  hooks(catalog: Catalog): readonly BeforeHook[]
  afterHooks(catalog: Catalog): readonly AfterHook[]
  tasks: Readonly<Record<string, JobHandler>>
  /** of the deletions of records that are approved */
  consumer: OutboxConsumer
  reconciler: Reconciler
  /** Moves what waits in vain: for somebody who has left, for nobody, about a record that is gone. Returns how many. */
  sweep(): Promise<number>
  start(actor: Actor, input: StartInput): Promise<string>
  list(actor: Actor, query: TaskQuery): Promise<{ data: Row[]; page: { after: string | null } }>
  counts(actor: Actor): Promise<Row>
  ofRecord(actor: Actor, record: { object: string; id: string }): Promise<Row[]>
  read(actor: Actor, id: string): Promise<Row>
  decide(actor: Actor, decision: Decision): Promise<void>
  giveBack(actor: Actor, input: OnTask & { to: string | null }): Promise<void>
  handOn(actor: Actor, input: OnTask & { kind: 'transfer' | 'delegate'; user: string }): Promise<void>
  add(actor: Actor, input: OnTask & { place: 'before' | 'after'; users: readonly string[] }): Promise<void>
  recall(actor: Actor, id: string, comment: string | null): Promise<void>
  comment(actor: Actor, id: string, comment: string): Promise<void>
  makeLink(input: { task: string; hours?: number }): Promise<string>
  readLink(token: string): Promise<Row>
  decideByLink(token: string, decision: Omit<Decision, 'task'>): Promise<void>
}

/** @param deps.records asked when something is done, since the door has these hooks */
export function createApprovals(deps: ApprovalsDeps): Approvals {
  const after = startHooks(deps)
  const on = async (actor: Actor, task: string, work: Parameters<typeof withRun<void>>[2]): Promise<void> =>
    withRun(deps, { approval: await approvalOf(deps, task), actor }, work)
  return {
    hooks: lockHooks,
    afterHooks: (catalog) => [...after(catalog), ...leavingHooks(catalog)],
    tasks: { [TIMER_TASK]: timerHandler(deps), [SWEEP_TASK]: sweepHandler(deps) },
    consumer: async () => [sweepJob],
    reconciler: timerReconciler,
    sweep: () => sweepApprovals(deps),
    start: (actor, input) => start(deps, actor, input),
    list: (actor, query) => listTasks(deps, actor, query),
    counts: (actor) => countTasks(deps, actor),
    ofRecord: (actor, record) => approvalsOf(deps, actor, record),
    read: (actor, id) => readApproval(deps, actor, id),
    decide: (actor, decision) => on(actor, decision.task, (run) => decide(run, actor, decision)),
    giveBack: (actor, input) => on(actor, input.task, (run) => giveBack(run, actor, input)),
    handOn: (actor, input) => on(actor, input.task, (run) => handOn(run, actor, input)),
    add: (actor, input) => on(actor, input.task, (run) => addApprovers(run, actor, input)),
    recall: (actor, id, comment) => withRun(deps, { approval: id, actor }, (run) => recall(run, actor, comment)),
    async comment(actor, id, comment) {
      await readApproval(deps, actor, id)
      await withRun(deps, { approval: id, actor }, (run) => noteRun(run, { action: 'comment', comment }))
    },
    makeLink: (input) => makeLink(deps, input),
    async readLink(token) {
      const { approval, task, actor } = await openLink(deps, token)
      return { task, ...(await readApproval(deps, actor, approval)) }
    },
    decideByLink: (token, decision) => decideByLink(deps, token, decision),
  }
}

async function decideByLink(deps: ApprovalsDeps, token: string, decision: Omit<Decision, 'task'>): Promise<void> {
  const { approval, task, actor }: OpenLink = await openLink(deps, token)
  await withRun(deps, { approval, actor }, async (run) => {
    await useLink(run.scene.db, token)
    await decide(run, actor, { ...decision, task })
  })
}

async function approvalOf({ db }: ApprovalsDeps, task: string): Promise<string> {
  const { rows } = await db.query<{ approval: string }>({
    text: 'select approval from fw_approval_task where id = $1',
    values: [task],
  })
  if (!rows[0]) throw appError('not_found', { name: task })
  return rows[0].approval
}

/** Submits a record: by the chain's transition where it has one. @throws not_found, forbidden, and what `submit` throws */
async function start(deps: ApprovalsDeps, actor: Actor, input: StartInput): Promise<string> {
  const { object, id, comment, chosen } = input
  return deps.records().transaction(async (records, db) => {
    const scene: Scene = { db, records, catalog: deps.catalog(), timeZone: deps.timeZone }
    await records.get(actor, { object, id, fields: ['id'] })
    await lockLive(scene, scene.catalog.object(object).table, id)
    const chain = await chainFor(scene, actor, input)
    if (chain.transition === null) {
      if (!(await mayUpdate(records, actor, { object, id }))) throw appError('forbidden')
      return submit(scene, chain, { object, id, actor, comment, chosen })
    }
    await setSubmission(scene, { chain: chain.name, comment, chosen })
    const change = { object, id, transition: chain.transition, ...(comment && { reason: comment }) }
    if (await mayOnlyPass(records, actor, { ...input, chain })) await records.apply(actor, { ...change, values: {} })
    else await records.transition(actor, change)
    await setSubmission(scene, null)
    const begun = await latestOf(scene, id)
    if (begun === null) throw appError('approval_not_possible', { reason: noChain })
    return begun
  })
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
