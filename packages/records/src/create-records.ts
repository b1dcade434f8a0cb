import {
  accessSources,
  aggregateRecords,
  evaluateExpression,
  findRecordIds,
  getRecord,
  countDeadlines,
  holdingsOf,
  listDeadlines,
  listRecords,
  listRecycleBin,
  lockPlanned,
  nextNumbers,
  readHistory,
  readValues,
  withinTransaction,
} from '@fieldwork/database'
import type { Database, GetInput, QueryContext, WriteConsent } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Operation } from '@fieldwork/metadata'
import { accessPlan } from './access/access-plan.ts'
import { knownCatalog } from './access/known-catalog.ts'
import { openSensitive } from './access/open-sensitive.ts'
import { explainAccess, grantingArms } from './access/explain-access.ts'
import { platformRights } from './access/platform-rights.ts'
import { contextOf, demand } from './actor-context.ts'
import {
  applyToRecord,
  removeRecord,
  restoreVersion,
  transitionRecord,
  undeleteRecord,
  updateRecord,
} from './change-record.ts'
import { convertRecord } from './conversions/convert-record.ts'
import { conversionStates, previewConversion } from './conversions/preview-conversion.ts'
import { createManyRecords } from './create-many.ts'
import { createRecord } from './create-record.ts'
import { draftMemberRule } from './draft-member-rule.ts'
import { draftRollUpValue } from './draft-roll-up-value.ts'
import { duplicatesOf } from './duplicate-problems.ts'
import { unwritableFields } from './entered-fields.ts'
import { enteredObject, formSchemaOf } from './form-schema.ts'
import { withFreshCatalog } from './fresh-catalog.ts'
import { hiddenFirst } from './hidden-first.ts'
import { boundDeps } from './in-transaction.ts'
import { inWhoseRight } from './in-whose-right.ts'
import type { IntendedWrite } from './in-whose-right.ts'
import { notingOrganisation } from './noting-organisation.ts'
import { purgeDeleted } from './purge-record.ts'
import type { RecordsDeps } from './records-deps.ts'
import type { Actor, FieldValues, RecordAddress, Records, RecordText } from './types.ts'
import { findRecords } from './search-records.ts'
import { toldError } from './told-problems.ts'
import { takeRecords } from './transfer/take-records.ts'
import { assignRecord } from './sharing/assign-record.ts'
import { commentRecord } from './comments/comment-record.ts'
import { listComments } from './comments/list-comments.ts'
import { changeMembers } from './sharing/change-members.ts'
import { recordGrants } from './sharing/record-grants.ts'
import { withRuleLabels } from './sharing/rules-in-history.ts'
import { shareRecord, unshareRecord } from './sharing/share-record.ts'
import { triedDuplicates } from './try-duplicates.ts'
import { upsertRecords } from './upsert-records.ts'
import { draftValues } from './values.ts'
import { viewsOf } from './views.ts'
import type { WriteContext } from './write-context.ts'

/** The only door to business rows. Cheap to make: compiled things live with the catalog. */

export function createRecords(deps: RecordsDeps): Records {
  const within = <T>(actor: Actor, work: (ctx: WriteContext) => Promise<T>, consent?: WriteConsent): Promise<T> => {
    let attempts = 0
    return withFreshCatalog(deps, (catalog) => {
      const current = upToDate(deps, actor, attempts++ > 0 || deps.isRetried === true)
      const run = (acting: Actor) =>
        work(
          Object.assign(contextOf(deps, catalog, acting), { actor: acting, deps, consent, openRecords: createRecords }),
        )
      return current instanceof Promise ? current.then(run) : run(current)
    })
  }
  /** What decides about access is known at once, here and on other nodes. */
  const write = async <T>(
    actor: Actor,
    intended: IntendedWrite,
    work: (ctx: WriteContext) => Promise<T>,
    consent?: WriteConsent,
  ): Promise<T> => {
    const { object } = intended
    const result = await within(actor, (ctx) => writeInOneRight(ctx, intended, work), consent)
    deps.written?.add(object)
    if (!deps.isBound) await spreadAccess(deps, [object])
    return result
  }
  const read = <T>(actor: Actor, object: string, work: (ctx: QueryContext) => Promise<T>): Promise<T> =>
    within(actor, async (ctx) => {
      demand(ctx, object, 'read')
      return work(ctx)
    })

  return {
    isBound: deps.isBound === true,
    list: (actor, input) => read(actor, input.object, (ctx) => listRecords(ctx, input)),
    get: (actor, input) => read(actor, input.object, (ctx) => getVisible(ctx, input)),
    unwritable: (actor, input) => read(actor, input.object, (ctx) => unwritableFields(ctx, input)),
    aggregate: (actor, input) => read(actor, input.object, (ctx) => aggregateRecords(ctx, input)),
    take: (actor, input) => within(actor, (ctx) => takeRecords(ctx, actor, { ...input, pool: deps.db.pool })),
    search: (actor, input) => within(actor, (ctx) => findRecords(ctx, actor, input)),
    evaluate: (actor, input) =>
      read(actor, input.object, async (ctx) => (await evaluateExpression(ctx, input)) ?? missing(input)),
    values: (actor, input) => within(actor, (ctx) => readValues(ctx, input)),
    find: (actor, input) => read(actor, input.object, (ctx) => findRecordIds(ctx, input)),
    memberRulePreview: (actor, rule) => within(actor, (ctx) => draftMemberRule(ctx, rule)),
    rollUpValue: (actor, input) => within(actor, (ctx) => draftRollUpValue(ctx, input)),
    history: (actor, input) =>
      read(actor, input.object, async (ctx) => {
        const page = (await readHistory(ctx, input)) ?? missing(input)
        return withRuleLabels(page, ctx.catalog, actor)
      }),
    create: (actor, input, consent) =>
      write(actor, to('create', input.object, input), (ctx) => createRecord(ctx, input), consent),
    createMany: (actor, input, consent) =>
      write(actor, to('create', input.object), (ctx) => createManyRecords(ctx, input), consent),
    update: (actor, input, consent) =>
      write(actor, to('update', input, input), (ctx) => updateRecord(ctx, input), consent),
    apply: ({ lenders: _lent, scope: _scope, ...actor }, input) =>
      write({ ...actor, administrator: true }, to('update', input), (ctx) => applyToRecord(ctx, input)),
    transition: (actor, input, consent) =>
      write(
        actor,
        to('update', input, { done: input.transition, values: input.values }),
        (ctx) => transitionRecord(ctx, input),
        consent,
      ),
    nextNumbers: (actor, input) => within(actor, (ctx) => comingNumbers(ctx, input)),
    duplicates: (actor, input) => within(actor, (ctx) => duplicatesOf(ctx, input)),
    tryDuplicates: (actor, input) => within(actor, (ctx) => triedDuplicates(ctx, input)),
    upsert: (actor, input, consent) =>
      write(actor, to('create', input.object, { done: 'upsert' }), (ctx) => upsertRecords(ctx, input), consent),
    remove: (actor, input, consent) => write(actor, to('delete', input), (ctx) => removeRecord(ctx, input), consent),
    purge: (actor, input) =>
      write(actor, to('delete', input.object, { isTold: true }), (ctx) => purgeDeleted(ctx, input)),
    undelete: (actor, input) =>
      write(actor, to('delete', input.object, { done: 'undelete' }), (ctx) => undeleteRecord(ctx, input)),
    convert: (actor, input, consent) =>
      within(actor, (ctx) => inWhoseRight(ctx, to('read', input), (own) => convertRecord(own, input)), consent),
    previewConversion: (actor, input) => within(actor, (ctx) => previewConversion(ctx, input)),
    conversions: (actor, input) => within(actor, (ctx) => conversionStates(ctx, input)),
    restore: (actor, input) =>
      write(actor, to('update', input, { done: 'restore' }), (ctx) => restoreVersion(ctx, input)),
    grants: (actor, input) => within(actor, (ctx) => recordGrants(ctx, input)),
    share: (actor, input) => write(actor, to('share', input), (ctx) => shareRecord(ctx, input)),
    unshare: (actor, input) => write(actor, to('read', input), (ctx) => unshareRecord(ctx, input)),
    changeMembers: (actor, input) => write(actor, to('read', input), (ctx) => changeMembers(ctx, input)),
    comment: (actor, input) => write(actor, to('read', input), (ctx) => commentRecord(ctx, input)),
    comments: (actor, input) => within(actor, (ctx) => listComments(ctx, input)),
    deadlines: (actor, input) => within(actor, (ctx) => listDeadlines(ctx, input)),
    deadlineCounts: (actor, input) => within(actor, (ctx) => countDeadlines(ctx, input)),
    holdings: (actor, user) => within(actor, (ctx) => holdingsOf(ctx, user)),
    assign: (actor, input) => write(actor, to('assign', input), (ctx) => assignRecord(ctx, input)),
    recycleBin: (actor, { object, ...page }) =>
      within(actor, (ctx) => listRecycleBin(ctx, { objects: binObjects(ctx, object), ...page })),
    transaction: (work) => writeTogether(deps, work),
    hold: (writes) => lockPlanned({ db: deps.db, catalog: deps.registry.catalog() }, writes),
    explain: (actor, input) => within(actor, (ctx) => explainAccess(ctx, actor, input)),
    grantingArms: (actor, input) => within(actor, (ctx) => grantingArms(ctx, actor, input)),
    ...described(deps),
  }
}

/** A write by who may do it, told where it is about the organisation; its refusal says no more than the actor may know. */
async function writeInOneRight<T>(
  ctx: WriteContext,
  intended: IntendedWrite,
  work: (ctx: WriteContext) => Promise<T>,
): Promise<T> {
  try {
    return await inWhoseRight(ctx, intended, (own) => notingOrganisation(own, intended, work))
  } catch (error) {
    throw toldError(ctx, intended.object, await hiddenFirst(ctx, intended, error))
  }
}

/** What the catalog alone says to an actor. */
function described(deps: RecordsDeps) {
  const current = (actor: Actor) => contextOf(deps, deps.registry.catalog(), actor)
  return {
    formSchema: (actor, input) => formSchemaOf(current(actor), actor, input),
    knownCatalog: (actor) => knownCatalog(deps.registry.catalog(), actor),
    formObject: (actor, input) => enteredObject(current(actor), input),
    views: (actor, object) => viewsOf(current(actor), actor, object),
    rights: (actor) => rightsOf(deps, actor),
    openSensitive: (actor, object) => openSensitive(deps.registry.catalog(), actor, object),
    platformRights: (actor) => platformRights(deps.registry.catalog(), actor),
    createsWithMaster: (actor, object) => accessPlan(deps.registry.catalog(), actor).createsWithMaster(object),
  } satisfies Partial<Records>
}

function comingNumbers(ctx: QueryContext, { object, values }: { object: string; values: FieldValues }) {
  demand(ctx, object, 'create')
  return nextNumbers(ctx, { object, values: draftValues(ctx, ctx.catalog.object(object), values) })
}

/** A write of a record, or of new ones of an object. */
const to = (
  operation: Operation,
  about: RecordAddress | string,
  { done, values, isTold }: Pick<IntendedWrite, 'done' | 'values' | 'isTold'> = {},
): IntendedWrite =>
  typeof about === 'string'
    ? { object: about, operation, done, values, isTold }
    : { object: about.object, id: about.id, operation, done, values, isTold }

/** Who acts, read anew where a change of the organisation has been heard of since. */
function upToDate({ registry, freshActor }: RecordsDeps, actor: Actor, isRefused: boolean): Actor | Promise<Actor> {
  const epoch = registry.accessEpoch?.() ?? null
  if (!actor.facts || !freshActor) return actor
  return isRefused || (epoch !== null && actor.facts.epoch < epoch) ? freshActor(actor) : actor
}

async function writeTogether<T>(deps: RecordsDeps, work: (records: Records, db: Database) => Promise<T>): Promise<T> {
  let attempts = 0
  const written = deps.written ?? new Set<string>()
  const result = await withFreshCatalog(deps, (catalog) => {
    const isRetried = attempts++ > 0 ? true : undefined
    return deps.db.transaction((tx) => {
      const db = withinTransaction(tx, deps.db)
      return work(createRecords(boundDeps({ ...deps, db, isRetried, written }, catalog)), db)
    })
  })
  if (!deps.isBound) await spreadAccess(deps, [...written])
  return result
}

async function spreadAccess({ registry }: RecordsDeps, objects: readonly string[]): Promise<void> {
  const sources = accessSources(registry.catalog())
  if (objects.some((object) => sources.has(object))) await (registry.spread ?? registry.refresh)()
}

async function getVisible(ctx: QueryContext, input: GetInput): Promise<RecordText> {
  const found = await getRecord(ctx, input)
  return found ? { id: input.id, ...found } : missing(input)
}

function missing({ id }: RecordAddress): never {
  throw appError('not_found', { name: id })
}

/** Objects whose deleted records the actor may bring back; one that is asked for by name must be among them. */
function binObjects(ctx: QueryContext, object: string | undefined): string[] {
  if (object !== undefined) {
    demand(ctx, object, 'delete')
    return [object]
  }
  return [...ctx.catalog.objects.keys()].filter((name) => ctx.access(name, 'delete').kind !== 'none')
}

function rightsOf({ registry }: RecordsDeps, actor: Actor): Record<string, Operation[]> {
  const catalog = registry.catalog()
  const plan = accessPlan(catalog, actor)
  const rights = [...catalog.objects.keys()].map((object) => [object, plan.operations(object)] as const)
  return Object.fromEntries(rights.filter(([, operations]) => operations.length > 0))
}
