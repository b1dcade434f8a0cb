import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { appError, createCatalog, followRemovals, knownFieldsOf } from '@fieldwork/metadata'
import type { Catalog, FormerObject, KnownField, Layer, PhysicalNames, UpgradeConflict } from '@fieldwork/metadata'
import { isOutdatedPlan, sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database, Queryable, Transaction } from '../connection/types.ts'
import { applySteps, lockTables } from '../schema/apply-schema.ts'
import { planSchema } from '../schema/plan-schema.ts'
import type { SchemaPlan } from '../schema/plan-schema.ts'
import type { SchemaStep } from '../schema/steps.ts'
import { changedMeanwhile } from './changed-meanwhile.ts'
import type { Basis } from './changed-meanwhile.ts'
import { closeOutdatedConflicts, recordConflicts } from './conflicts.ts'
import { administratorProblems } from './keep-administrator.ts'
import { recordRevision } from './revision-history.ts'
import { revisionChannel } from './revision-listener.ts'
import { diffLayers, loadDocuments, sameReleases, storeDocuments } from './stored-documents.ts'
import type { DocumentChange, StoredDocuments } from './stored-documents.ts'

/** A revision with everything made from it. */
export interface Snapshot {
  layers: Layer[]
  catalog: Catalog
}

export interface PublishingContext {
  db: Database
  timeZone: string
  /** the latest snapshot of this node, null at start */
  known: Snapshot | null
}

/** What an edit is made in. */
export interface EditContext {
  physical: PhysicalNames
  previous: Catalog | undefined
  /** the present one, before the edit */
  revision: number
}

/** The layers after an edit. */
export interface Edited {
  layers: Layer[]
  /** what of the workspace's own somebody has to decide on */
  conflicts?: UpgradeConflict[]
  /** fields of shipped objects that may keep names without the prefix of workspaces */
  isKnownField?: KnownField
  /** what the program says of the revision where the request has no words of its own */
  message?: LocalizedText
}

export type Edit = (layers: Layer[], context: EditContext) => Edited | { problems: Problem[] }

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
  reverts?: number
  /** commits with the revision, and also where there is nothing to change */
  alongside?: (tx: Transaction, revision: number) => Promise<void>
}

/** Shorter than `deadlock_timeout`: whoever waits behind a long reader, it is the publisher that steps back. */
const lockTimeoutMs = 100
const patienceMs = 60_000

/**
 * Publishes an edit: DDL, documents, history and revision in one transaction, or nothing of it. Waits its turn behind
 * other publishers and behind long readers.
 *
 * @throws validation_failed (every problem), plan_needs_confirmation (`params.steps`), changed_meanwhile, plan_conflict
 *   (waited a minute)
 */
export async function commitRevision(context: PublishingContext, request: RevisionRequest): Promise<Snapshot> {
  const deadline = Date.now() + patienceMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await context.db.transaction((tx) => publishIn(tx, context, request), { retries: 0 })
    } catch (error) {
      if (!isBusy(error)) throw error
      if (Date.now() > deadline) throw appError('plan_conflict')
      await sleep((0.5 + Math.random()) * lockTimeoutMs * Math.min(10, attempt + 1))
    }
  }
}

const busyStates: ReadonlySet<string> = new Set([sqlState.lockNotAvailable, sqlState.deadlockDetected])

const isBusy = (error: unknown): boolean => isOutdatedPlan(error) || busyStates.has(sqlStateOf(error) ?? '')

async function publishIn(tx: Transaction, context: PublishingContext, request: RevisionRequest): Promise<Snapshot> {
  await takeTurn(tx, context.db.schema)
  const stored = await loadDocuments(tx, context.known?.layers ?? [])
  await assertUnchanged(tx, context, request.basis)
  const draft = prepare(context, stored, request.edit)
  if ('problems' in draft) throw appError('validation_failed', {}, draft.problems)
  const locksOut = await administratorProblems(tx, context.known?.catalog, draft.catalog)
  if (locksOut.length > 0) throw appError('validation_failed', {}, locksOut)

  const plan = await planDraft(tx, context, { ...draft, reverts: request.reverts })
  assertPublishable(plan, request)
  const isUnchanged = draft.changes.length === 0 && plan.steps.length === 0 && draft.isSameRelease
  const steps = await settle(tx, context, draft, plan, request)
  const revision = isUnchanged ? stored.revision : stored.revision + 1
  const catalog = finalCatalog(draft, plan, revision)
  if (!isUnchanged) await write(tx, context, { ...draft, steps }, request)
  await request.alongside?.(tx, revision)
  return { layers: draft.layers, catalog }
}

/** Waits for other publishers as long as need be, but for tables only a moment. */
async function takeTurn(tx: Transaction, schema: string): Promise<void> {
  await tx.query({ text: `set local statement_timeout = 0; set local lock_timeout = ${patienceMs}` })
  await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${schema}:publish`] })
  await tx.query({ text: `set local lock_timeout = ${lockTimeoutMs}` })
}

/** What rows say about the plan (values that do not fit, duplicates) is final only once nobody can write them. */
async function settle(
  tx: Transaction,
  context: PublishingContext,
  draft: Draft,
  plan: SchemaPlan,
  request: RevisionRequest,
): Promise<SchemaPlan['steps']> {
  if (plan.locks.length === 0) return plan.steps
  await lockTables(tx, context.db.schema, plan.locks)
  const final = await planDraft(tx, context, { ...draft, reverts: request.reverts })
  assertPublishable(final, request)
  return final.steps
}

async function write(
  tx: Transaction,
  { db }: PublishingContext,
  { layers, changes, conflicts, steps, message: ownWords }: Draft & Pick<SchemaPlan, 'steps'>,
  { actor, message }: RevisionRequest,
): Promise<void> {
  await applySteps(tx, steps)
  await storeDocuments(tx, changes, layers)
  const revision = await recordRevision(tx, revisionChannel(db), {
    actor,
    message: message ?? ownWords ?? null,
    changes,
  })
  await closeOutdatedConflicts(tx, { changes, layers, actor })
  await recordConflicts(tx, conflicts, revision)
}

export interface Draft {
  layers: Layer[]
  changes: DocumentChange[]
  conflicts: UpgradeConflict[]
  message: LocalizedText | undefined
  /** no package is of another release than before */
  isSameRelease: boolean
  catalog: Catalog
  revision: number
  /** in words, what the edit takes out of documents it does not name */
  effects: LocalizedText[]
  /** the objects as they are now */
  former: ReadonlyMap<string, FormerObject>
}

/** Applies an edit to the stored documents and compiles the result as the next revision. */
export function prepare(
  { known }: PublishingContext,
  stored: StoredDocuments,
  edit: Edit,
): Draft | { problems: Problem[] } {
  const physical: PhysicalNames = { column: (object, field) => stored.columns.get(`${object}.${field}`) ?? field }
  const previous = known?.catalog
  const edited = edit(stored.layers, { physical, previous, revision: stored.revision })
  if ('problems' in edited) return edited
  const revision = stored.revision + 1
  const followed = followRemovals({ before: stored.layers, after: edited.layers, physical, previous })
  const { layers, effects, former, explain } = followed
  const compiled = createCatalog(layers, {
    revision,
    physical,
    isKnownField: eitherKnown(knownFieldsOf(stored.layers), edited.isKnownField),
    ...(previous && { previous }),
  })
  if ('problems' in compiled) return { problems: explain(compiled.problems) }
  const { conflicts = [], message } = edited
  const changes = diffLayers(stored.layers, layers)
  const isSameRelease = sameReleases(stored.layers, layers)
  return { layers, changes, conflicts, message, isSameRelease, catalog: compiled.catalog, revision, effects, former }
}

const eitherKnown =
  (stored: KnownField, edited: KnownField | undefined): KnownField =>
  (object, field) =>
    stored(object, field) || edited?.(object, field) === true

/** Throws changed_meanwhile with each document that was. */
export async function assertUnchanged(db: Queryable, context: PublishingContext, basis?: Basis | null): Promise<void> {
  if (!basis) return
  const { timeZone, known } = context
  const problems = await changedMeanwhile(db, { basis, timeZone, catalog: known?.catalog })
  if (problems.length > 0) throw appError('changed_meanwhile', {}, problems)
}

/** What a draft does to the database, and in steps without SQL to documents it does not name. */
export async function planDraft(
  db: Queryable,
  context: PublishingContext,
  {
    catalog,
    former,
    effects,
    reverts,
  }: Pick<Draft, 'catalog' | 'former' | 'effects'> & { reverts?: number | undefined },
): Promise<SchemaPlan> {
  const asOf = reverts === undefined ? null : reverts - 1
  const { timeZone } = context
  const plan = await planSchema(db, { catalog, former, asOf, timeZone, schema: context.db.schema })
  const more: SchemaStep[] = effects.map((summary) => ({ class: 'safe', summary, sql: '' }))
  return { ...plan, steps: [...plan.steps, ...more] }
}

function assertPublishable({ problems, steps }: SchemaPlan, { confirm }: RevisionRequest): void {
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  if (!confirm && steps.some((step) => step.class !== 'safe')) throw appError('plan_needs_confirmation', { steps })
}

/** The plan may give fields other columns than the draft assumed, and a publish without effect makes no revision. */
function finalCatalog(
  { catalog, layers, revision: drafted }: Draft,
  { physical }: SchemaPlan,
  revision: number,
): Catalog {
  const hasNames = [...catalog.objects.values()].every((object) =>
    [...object.fields.values()].every(
      ({ name, system, column }) => system || column === null || column === physical.column(object.name, name),
    ),
  )
  if (hasNames && drafted === revision) return catalog
  const compiled = createCatalog(layers, { revision, physical, previous: catalog, isKnownField: knownFieldsOf(layers) })
  if ('problems' in compiled) throw new Error('A catalog that compiled does not compile with its columns’ names')
  return compiled.catalog
}

/** The latest revision as it is stored. Throws validation_failed where this program cannot compile it. */
export async function loadSnapshot(db: Queryable, context: PublishingContext): Promise<Snapshot> {
  const stored = await loadDocuments(db, context.known?.layers ?? [])
  const physical: PhysicalNames = { column: (object, field) => stored.columns.get(`${object}.${field}`) ?? field }
  const previous = context.known?.catalog
  const { revision, layers } = stored
  const isKnownField = knownFieldsOf(layers)
  const compiled = createCatalog(layers, { revision, physical, isKnownField, ...(previous && { previous }) })
  if ('problems' in compiled) throw appError('validation_failed', {}, compiled.problems)
  return { layers, catalog: compiled.catalog }
}
