import type { LocalizedText, Problem } from '@fieldwork/fields'
import { createCatalog, followRemovals, knownFieldsOf } from '@fieldwork/metadata'
import type {
  Catalog,
  Extensions,
  FormerObject,
  KnownField,
  Layer,
  PhysicalNames,
  UpgradeConflict,
} from '@fieldwork/metadata'
import type { Database, Queryable } from '../connection/types.ts'
import { relationsOf } from '../roll-ups/relations.ts'
import { planSchema } from '../schema/plan-schema.ts'
import type { SchemaPlan } from '../schema/plan-schema.ts'
import { say, step } from '../schema/steps.ts'
import type { PhasedStep } from '../schema/steps.ts'
import { withoutFieldChanges } from './defer-changes.ts'
import { releaseChanges } from './releases.ts'
import type { ReleaseChange } from './releases.ts'
import { diffLayers, sameReleases } from './stored-documents.ts'
import type { DocumentChange, StoredDocuments } from './stored-documents.ts'
import { unfillableFields } from './unfillable-fields.ts'

/** A revision with everything made from it. */
export interface Snapshot {
  layers: Layer[]
  catalog: Catalog
}

export interface PublishingContext {
  db: Database
  timeZone: string
  /** how long a publish waits for tables in use, in milliseconds */
  patienceMs: number
  /** the latest snapshot of this node, null at start */
  known: Snapshot | null
  /** what the program adds to what definitions can speak of */
  extensions?: Extensions | undefined
}

/** What an edit is made in. */
export interface EditContext {
  physical: PhysicalNames
  previous: Catalog | undefined
  extensions: Extensions | undefined
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
  message?: LocalizedText | undefined
  /** in words, what somebody has to agree to although no step of the schema is risky */
  consents?: LocalizedText[] | undefined
}

export type Edit = (layers: Layer[], context: EditContext) => Edited | { problems: Problem[]; rest?: Layer[] }

export interface Draft {
  layers: Layer[]
  changes: DocumentChange[]
  conflicts: UpgradeConflict[]
  message: LocalizedText | undefined
  /** no package is of another release than before */
  isSameRelease: boolean
  /** the packages it changes */
  releases: ReleaseChange[]
  consents: LocalizedText[]
  catalog: Catalog
  revision: number
  /** in words, what the edit takes out of documents it does not name */
  effects: LocalizedText[]
  /** the objects as they are now */
  former: ReadonlyMap<string, FormerObject>
}

/** Applies an edit to the stored documents and compiles the result as the next revision. */
export function prepare(
  context: Pick<PublishingContext, 'known' | 'extensions'>,
  stored: StoredDocuments,
  edit: Edit,
): Draft | { problems: Problem[] } {
  const physical: PhysicalNames = { column: (object, field) => stored.columns.get(`${object}.${field}`) ?? field }
  const previous = context.known?.catalog
  const { extensions } = context
  const edited = edit(stored.layers, { physical, previous, extensions, revision: stored.revision })
  if ('problems' in edited) {
    const { problems, rest } = edited
    const others = rest ? prepare(context, stored, () => ({ layers: rest })) : null
    return { problems: others && 'problems' in others ? [...problems, ...others.problems] : problems }
  }
  const revision = stored.revision + 1
  const followed = followRemovals({ before: stored.layers, after: edited.layers, physical, previous })
  const { layers, effects, former, explain } = followed
  const compiled = createCatalog(layers, {
    revision,
    physical,
    extensions,
    awaiting: stored.awaiting,
    isKnownField: eitherKnown(knownFieldsOf(stored.layers), edited.isKnownField),
    ...(previous && { previous }),
  })
  if ('problems' in compiled) return { problems: explain(compiled.problems) }
  const { conflicts = [], message, consents = [] } = edited
  const changes = diffLayers(stored.layers, layers)
  const isSameRelease = sameReleases(stored.layers, layers)
  const releases = releaseChanges(stored.layers, layers, changes)
  const words = { message, effects, consents }
  return { layers, changes, conflicts, isSameRelease, releases, catalog: compiled.catalog, revision, former, ...words }
}

const eitherKnown =
  (stored: KnownField, edited: KnownField | undefined): KnownField =>
  (object, field) =>
    stored(object, field) || edited?.(object, field) === true

export interface ProposalInput {
  stored: StoredDocuments
  edit: Edit
  /** the revision that is taken back */
  reverts?: number | undefined
  /** whether tasks may do what would hold a large table for long */
  inBackground: boolean
  /** the task whose prepared columns take over now */
  finishing?: string | null | undefined
  /** leave fields to the tasks that change their types in the very same way already */
  joinsTasks?: boolean
  /** what was compiled of the edit before: the documents are the same while the publisher has his turn */
  drafts: { whole?: Draft; now?: ReturnType<typeof withoutDeferred> }
}

/** What an edit comes to: what is published now, and what has to wait for a task. */
export interface Proposal {
  draft: Draft
  plan: SchemaPlan
  /** what the task publishes once its columns are ready */
  pending: DocumentChange[]
}

/**
 * Compiles an edit and compares it with the database. Where the type of a field of a large table changes, that field
 * waits for a task and everything else is published; where the rest makes no sense without it, everything waits.
 */
export async function propose(
  db: Queryable,
  context: PublishingContext,
  input: ProposalInput,
): Promise<Proposal | { problems: Problem[] }> {
  const { stored, edit } = input
  const whole = input.drafts.whole ?? prepare(context, stored, edit)
  if ('problems' in whole) return whole
  input.drafts.whole = whole
  const plan = await planDraft(db, context, { ...input, draft: whole })
  if (plan.deferred.length + plan.joined.length === 0 || plan.problems.length > 0) {
    return { draft: whole, plan, pending: [] }
  }

  const { draft, isRestOnly } = (input.drafts.now ??= withoutDeferred(context, stored, { whole, plan }))
  // an upgrade is of a release or is not: nothing remembers one that waits
  if (!isRestOnly && !whole.isSameRelease) return propose(db, context, { ...input, inBackground: false })
  const now = await planDraft(db, context, { ...input, draft })
  const later = plan.steps.filter((planned) => planned.background && planned.task === null)
  const steps = [...now.steps, ...later, ...(isRestOnly ? [] : [everythingWaits])]
  const own = withoutFieldChanges(stored.layers, whole.layers, plan.joined)
  const pending = diffLayers(draft.layers, own)
  return { draft, plan: { ...now, steps, deferred: plan.deferred }, pending }
}

function withoutDeferred(
  context: PublishingContext,
  stored: StoredDocuments,
  { whole, plan }: { whole: Draft; plan: SchemaPlan },
): { draft: Draft; isRestOnly: boolean } {
  const rest = withoutFieldChanges(stored.layers, whole.layers, [...plan.deferred, ...plan.joined])
  const { conflicts, message, consents } = whole
  const isKnownField = knownFieldsOf(whole.layers)
  const reduced = prepare(context, stored, () => ({ layers: rest, conflicts, message, consents, isKnownField }))
  if (!('problems' in reduced)) return { draft: reduced, isRestOnly: true }
  const same = prepare(context, stored, (layers) => ({ layers }))
  if ('problems' in same) throw new Error('The stored documents do not compile any more')
  return { draft: same, isRestOnly: false }
}

const everythingWaits: PhasedStep = {
  ...step(
    'indexes',
    say(
      'The other changes make no sense without it, so all of them take effect together when the task is done',
      '其余变更依赖于此，因此全部变更将在后台任务完成时一并生效',
    ),
    [],
  ),
  background: true,
}

interface PlanDraftInput extends Omit<ProposalInput, 'edit' | 'stored' | 'drafts'> {
  draft: Draft
}

/** What a draft does to the database, and in steps without SQL to documents it does not name. */
async function planDraft(
  db: Queryable,
  { timeZone, known, db: { schema } }: PublishingContext,
  { draft, reverts, inBackground, finishing = null, joinsTasks = false }: PlanDraftInput,
): Promise<SchemaPlan> {
  const { catalog, former, effects, consents } = draft
  const asOf = reverts === undefined ? null : reverts - 1
  const only = changedObjects(known, draft)
  const rest = { timeZone, schema, inBackground, finishing, joinsTasks, only }
  const plan = await planSchema(db, { catalog, former, asOf, ...rest })
  const warned = [...consents, ...unfillableFields(catalog, draft.isSameRelease ? draft.changes : [])]
  const agreed = warned.map((summary) => step('release', summary, [], { class: 'confirm' }))
  return { ...plan, steps: [...agreed, ...plan.steps, ...effects.map((summary) => step('release', summary, []))] }
}

/**
 * What the compiler took over from the catalog this node published or loaded has the table it had then. Only a start,
 * and a change set without changes, compare the whole database and mend it.
 */
function changedObjects(known: Snapshot | null, { catalog, changes }: Draft): ReadonlySet<string> | null {
  if (known === null || changes.length === 0) return null
  const before = known.catalog.objects
  const changed = [...catalog.objects.values()].filter((object) => before.get(object.name) !== object)
  const names = new Set(changed.map(({ name }) => name))
  for (const object of redated(known.catalog, catalog)) if (catalog.objects.has(object)) names.add(object)
  // a roll-up is a matter of two tables
  for (const { child, parent } of [...relationsOf(known.catalog), ...relationsOf(catalog)]) {
    if (names.has(child.name) || names.has(parent.name)) names.add(child.name).add(parent.name)
  }
  return names
}

/** Objects of which other dates begin workflows than before: they get indexes, or lose them. */
function redated(before: Catalog, after: Catalog): Set<string> {
  const [old, now] = [datesOf(before), datesOf(after)]
  const changed = [...old, ...now].filter(([key]) => !old.has(key) || !now.has(key))
  return new Set(changed.map(([, object]) => object))
}

/** By `object.field`: the objects with dates by which workflows begin. */
const datesOf = ({ workflows }: Catalog): Map<string, string> =>
  new Map(
    [...workflows.values()].flatMap(({ object, trigger }) =>
      object !== null && trigger.type === 'relative-date' ? [[`${object}.${trigger.field}`, object] as const] : [],
    ),
  )

/** The plan may give fields other columns than the draft assumed, and a publish without effect makes no revision. */
export function finalCatalog(
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
