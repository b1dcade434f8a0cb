import { AppError, appError } from '@fieldwork/metadata'
import type { Catalog, LocalizedText } from '@fieldwork/metadata'
import type { Actor, AfterHook, BeforeHook } from '@fieldwork/records'
import type { JobHandler } from '../jobs/job.ts'
import type { OutboxConsumer } from '../jobs/outbox-row.ts'
import type { Reconciler } from '../jobs/reconcile.ts'
import type { Round } from '../jobs/round.ts'
import { decide, giveBack } from './decide.ts'
import type { Decision } from './decide.ts'
import { withFiles } from './decision-files.ts'
import { addApprovers, handOn, recall } from './hand-on.ts'
import { lockHooks, startHooks } from './hooks.ts'
import { linksOf, makeLink, openLink, useLink } from './links.ts'
import type { AskedNews, OpenLink } from './links.ts'
import { readOpenFields } from './open-fields.ts'
import type { OpenFields } from './open-fields.ts'
import { countOpenApprovals } from './open-approvals.ts'
import type { OpenApprovals } from './open-approvals.ts'
import { withRun } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { approvalsOf, countTasks, listTasks, mayReadApproval, readApproval } from './read-approvals.ts'
import type { TaskQuery } from './read-approvals.ts'
import { previewApproval, tryApproval } from './preview.ts'
import type { ApprovalPreview, PreviewInput, TrialInput } from './preview.ts'
import { noteRun } from './run.ts'
import { timerHandler, timerReconciler } from './run-timer.ts'
import { startApproval } from './start-approval.ts'
import type { StartInput } from './start-input.ts'
import { leavingHooks, SWEEP_TASK, sweepApprovals, sweepHandler, sweepJob } from './sweep.ts'
import { TIMER_TASK } from './timers.ts'

type Row = Record<string, unknown>

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
  /** sweeps again and again */
  round: Round
  start(actor: Actor, input: StartInput): Promise<string>
  /** who would decide, if the actor submitted a record */
  preview(actor: Actor, input: PreviewInput): Promise<ApprovalPreview>
  /** who would decide by a chain that need not be published */
  tryOut(actor: Actor, input: TrialInput): Promise<ApprovalPreview>
  list(actor: Actor, query: TaskQuery): Promise<{ data: Row[]; page: { after: string | null } }>
  counts(actor: Actor): Promise<Row>
  /** how many are under way, by chain */
  open(): Promise<OpenApprovals[]>
  ofRecord(actor: Actor, record: { object: string; id: string }): Promise<Row[]>
  read(actor: Actor, id: string): Promise<Row>
  /** whether `read` would give it: who may read an approval may read its files */
  mayRead(actor: Actor, id: string): Promise<boolean>
  /** what a task opens, for whose turn it is */
  openFields(actor: Actor, task: string): Promise<OpenFields>
  decide(actor: Actor, decision: Decision): Promise<void>
  giveBack(actor: Actor, input: OnTask & Pick<Decision, 'files'> & { to: string | null }): Promise<void>
  handOn(actor: Actor, input: OnTask & { kind: 'transfer' | 'delegate'; user: string }): Promise<void>
  add(actor: Actor, input: OnTask & { place: 'before' | 'after'; users: readonly string[] }): Promise<void>
  recall(actor: Actor, id: string, comment: string | null): Promise<void>
  comment(actor: Actor, id: string, said: { comment: string } & Pick<Decision, 'files'>): Promise<void>
  makeLink(input: { task: string; hours?: number }): Promise<string>
  /** the way to decide without logging in, for the mail that tells somebody that he is asked */
  linksOf(news: AskedNews): Promise<{ label: LocalizedText; link: string }[]>
  readLink(token: string): Promise<Row>
  decideByLink(token: string, decision: Omit<Decision, 'task'>): Promise<void>
}

/** @param deps.records asked when something is done, since the door has these hooks */
export function createApprovals(deps: ApprovalsDeps): Approvals {
  const after = startHooks(deps)
  const onApproval = (actor: Actor, approval: string, work: Work): Promise<void> =>
    hiding(deps, { actor, approval }, () => withRun(deps, { approval, actor }, work))
  const on = async (actor: Actor, task: string, work: Work): Promise<void> =>
    onApproval(actor, await approvalOf(deps, task), work)
  return {
    hooks: lockHooks,
    afterHooks: (catalog) => [...after(catalog), ...leavingHooks(catalog)],
    tasks: { [TIMER_TASK]: timerHandler(deps), [SWEEP_TASK]: sweepHandler(deps) },
    consumer: async () => [sweepJob],
    reconciler: timerReconciler,
    sweep: () => sweepApprovals(deps),
    round: { name: 'approvals', everyMs: 5_000, look: async () => void (await sweepApprovals(deps)) },
    start: (actor, input) => startApproval(deps, actor, input),
    preview: (actor, input) => previewApproval(deps, actor, input),
    tryOut: (actor, input) => tryApproval(deps, actor, input),
    list: (actor, query) => listTasks(deps, actor, query),
    counts: (actor) => countTasks(deps, actor),
    open: () => countOpenApprovals(deps.db),
    ofRecord: (actor, record) => approvalsOf(deps, actor, record),
    read: (actor, id) => readApproval(deps, actor, id),
    mayRead: (actor, id) => mayReadApproval(deps, actor, id),
    async openFields(actor, task) {
      const approval = await approvalOf(deps, task)
      return hiding(deps, { actor, approval }, () => readOpenFields(deps, actor, { approval, task }))
    },
    decide: (actor, decision) => on(actor, decision.task, (run) => decide(run, actor, decision)),
    giveBack: (actor, input) => on(actor, input.task, (run) => giveBack(run, actor, input)),
    handOn: (actor, input) => on(actor, input.task, (run) => handOn(run, actor, input)),
    add: (actor, input) => on(actor, input.task, (run) => addApprovers(run, actor, input)),
    recall: (actor, id, comment) => onApproval(actor, id, (run) => recall(run, actor, comment)),
    async comment(actor, id, { comment, files }) {
      await readApproval(deps, actor, id)
      await withRun(deps, { approval: id, actor }, async (run) => {
        const details = await withFiles(run, actor, files)
        await noteRun(run, { action: 'comment', comment, ...(details.files && { details }) })
      })
    },
    makeLink: (input) => makeLink(deps, input),
    linksOf: (news) => linksOf(deps, news),
    async readLink(token) {
      const { approval, task, actor } = await openLink(deps, token)
      return { task, ...(await readApproval(deps, actor, approval)) }
    },
    decideByLink: (token, decision) => decideByLink(deps, token, decision),
  }
}

type Work = Parameters<typeof withRun<void>>[2]

/** Who may not act on what he does not even see is told that there is nothing. */
async function hiding<T>(
  deps: ApprovalsDeps,
  { actor, approval }: { actor: Actor; approval: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') await readApproval(deps, actor, approval)
    throw error
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
