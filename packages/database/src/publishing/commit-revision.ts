import type { LocalizedText } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import type { Queryable, Transaction } from '../connection/types.ts'
import { applySteps, lockTables } from '../schema/apply-schema.ts'
import type { SchemaPlan } from '../schema/plan-schema.ts'
import { publicStep } from '../schema/steps.ts'
import type { PhasedStep } from '../schema/steps.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import type { NewTask } from '../tasks/task.ts'
import { changedMeanwhile } from './changed-meanwhile.ts'
import type { Basis } from './changed-meanwhile.ts'
import { closeOutdatedConflicts, recordConflicts } from './conflicts.ts'
import { finalCatalog, propose } from './draft.ts'
import type { Draft, Edit, Proposal, ProposalInput, PublishingContext, Snapshot } from './draft.ts'
import { administratorProblems } from './keep-administrator.ts'
import { readLatest } from './latest-state.ts'
import { recordRevision } from './revision-history.ts'
import { revisionChannel } from './other-nodes.ts'
import { storeDocuments } from './stored-documents.ts'
import { takeTurn, TasksInWayError, withPatience } from './patience.ts'
import { typeTask } from './type-task.ts'

export interface RevisionRequest {
  /** may run several times, each time on the documents as they are then */
  edit: Edit
  confirm: boolean
  /** the program's own words in both languages, or a person's */
  message: LocalizedText | string | null
  /** id of the user; null: the program itself */
  actor: string | null
  /** refuse where somebody changed the same documents later */
  basis?: Basis | null
  /** the revision that is taken back */
  reverts?: number | undefined
  /** leave fields to the tasks that change their types in the very same way already */
  joinsTasks?: boolean
  /** commits with the revision, and also where there is nothing to change */
  alongside?: (tx: Transaction, revision: number) => Promise<void>
  /** the task that publishes what it has prepared; `fence` throws when it is another process's by now */
  finishing?: { id: string; fence(tx: Queryable): Promise<void> }
}

export interface Committed extends Snapshot {
  /** ids of the tasks it started */
  tasks: string[]
}

/**
 * Publishes an edit: DDL, documents, history and revision in one transaction, or nothing of it. Waits its turn behind
 * other publishers and behind long readers.
 *
 * @throws validation_failed (every problem), plan_needs_confirmation (`params.steps`), changed_meanwhile, busy (who
 *   uses a table for so long), plan_conflict (other publishers do)
 */
export async function commitRevision(context: PublishingContext, request: RevisionRequest): Promise<Committed> {
  try {
    return await withPatience(context, (tx) => publishIn(tx, context, { ...request, addsAhead: true }))
  } catch (error) {
    if (!(error instanceof ColumnsAheadError)) throw error
    for (const column of error.columns) await withPatience(context, (tx) => addColumnAhead(tx, context, column))
    return withPatience(context, (tx) => publishIn(tx, context, request))
  }
}

/** New columns of roll-ups, which a publish wants to find in the tables. */
class ColumnsAheadError extends Error {
  readonly columns: ColumnAhead[]

  constructor(columns: ColumnAhead[]) {
    super('Columns have to be added first')
    this.name = 'ColumnsAheadError'
    this.columns = columns
  }
}

type ColumnAhead = NonNullable<PhasedStep['ahead']>

/**
 * Who writes a child holds a lock on its parents' table and then wants one on its own: a publish that keeps writers
 * off the children cannot also wait for the parents. So the parents' new columns come first, each by itself.
 */
async function addColumnAhead(tx: Transaction, context: PublishingContext, { table, sql }: ColumnAhead): Promise<void> {
  await takeTurn(tx, context)
  await lockTables(tx, context.db.schema, [{ table, mode: 'access exclusive' }])
  await tx.query({ text: sql.replace(' add column ', ' add column if not exists ') })
}

type Request = RevisionRequest & { addsAhead?: boolean }

async function publishIn(tx: Transaction, node: PublishingContext, request: Request): Promise<Committed> {
  await takeTurn(tx, node)
  await request.finishing?.fence(tx)
  const { stored, context } = await readLatest(tx, node)
  await assertUnchanged(tx, context, request.basis)
  const input = { ...request, stored, inBackground: true, finishing: request.finishing?.id, drafts: {} }
  const proposal = await proposalOf(tx, context, input)
  const locksOut = await administratorProblems(tx, context.db, {
    before: context.known?.catalog,
    after: proposal.draft.catalog,
  })
  if (locksOut.length > 0) throw appError('validation_failed', {}, locksOut)
  assertPublishable(proposal.plan, request)
  const ahead = proposal.plan.steps.flatMap((each) => each.ahead ?? [])
  if (request.addsAhead && ahead.length > 0) throw new ColumnsAheadError(ahead)

  const { draft, plan } = proposal
  const isUnchanged =
    draft.changes.length === 0 && plan.steps.every(({ background }) => background) && draft.isSameRelease
  const revision = isUnchanged ? stored.revision : stored.revision + 1
  // compiled and stored before the tables are locked, so that nobody waits for it
  const catalog = finalCatalog(draft, plan, revision)
  if (!isUnchanged) await writeDocuments(tx, { draft, revision, request })
  const final = await settle(tx, context, { proposal, input, request })
  const tasks = await startTasks(tx, final, { request, revision, schema: context.db.schema })
  if (!isUnchanged) await applyRevision(tx, context, { ...final, request })
  await request.alongside?.(tx, revision)
  return { layers: draft.layers, catalog, tasks }
}

async function proposalOf(tx: Transaction, context: PublishingContext, input: ProposalInput): Promise<Proposal> {
  const proposal = await propose(tx, context, input)
  if ('problems' in proposal) throw appError('validation_failed', {}, proposal.problems)
  return proposal
}

/** What rows say about the plan (values that do not fit, duplicates) is final only once nobody can write them. */
async function settle(
  tx: Transaction,
  context: PublishingContext,
  { proposal, input, request }: { proposal: Proposal; input: ProposalInput; request: RevisionRequest },
): Promise<Proposal> {
  if (proposal.plan.locks.length === 0) return proposal
  await lockTables(tx, context.db.schema, proposal.plan.locks)
  if (!proposal.plan.dependsOnRows) return proposal
  const final = await proposalOf(tx, context, input)
  assertPublishable(final.plan, request)
  return final
}

async function startTasks(
  tx: Transaction,
  { plan, pending }: Proposal,
  { request, revision, schema }: { request: RevisionRequest; revision: number; schema: string },
): Promise<string[]> {
  const { actor } = request
  const tasks: NewTask[] = plan.steps.flatMap(({ task, summary }) =>
    task === null ? [] : [{ ...task, label: summary }],
  )
  if (plan.deferred.length > 0) tasks.push(typeTask({ plan, pending, request, schema }))
  const ids: string[] = []
  for (const task of tasks) ids.push(await enqueueTask(tx, { ...task, actor, revision }))
  return ids
}

async function writeDocuments(
  tx: Transaction,
  { draft, revision, request: { actor } }: { draft: Draft; revision: number; request: RevisionRequest },
): Promise<void> {
  const { layers, changes, conflicts } = draft
  await storeDocuments(tx, changes, layers)
  await closeOutdatedConflicts(tx, { changes, layers, actor })
  await recordConflicts(tx, conflicts, revision)
}

async function applyRevision(
  tx: Transaction,
  { db }: PublishingContext,
  { draft, plan, request }: Pick<Proposal, 'draft' | 'plan'> & { request: RevisionRequest },
): Promise<void> {
  const { actor, message } = request
  await applySteps(tx, plan.steps)
  const words = message ?? draft.message ?? null
  const { changes, releases } = draft
  await recordRevision(tx, revisionChannel(db), { actor, message: words, changes, releases })
}

/** Throws changed_meanwhile with each document that was. */
export async function assertUnchanged(db: Queryable, context: PublishingContext, basis?: Basis | null): Promise<void> {
  if (!basis) return
  const { timeZone, known } = context
  const problems = await changedMeanwhile(db, { basis, timeZone, catalog: known?.catalog })
  if (problems.length > 0) throw appError('changed_meanwhile', {}, problems)
}

function assertPublishable({ problems, steps, abandons }: SchemaPlan, { confirm }: RevisionRequest): void {
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  if (!confirm && steps.some((step) => step.class !== 'safe')) {
    throw appError('plan_needs_confirmation', { steps: steps.map(publicStep) })
  }
  if (abandons.length > 0) throw new TasksInWayError(abandons)
}
