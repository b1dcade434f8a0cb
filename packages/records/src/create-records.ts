import {
  aggregateRecords,
  getRecord,
  insertRecord,
  listRecords,
  listRecycleBin,
  newId,
  readHistory,
  writeRecord,
} from '@fieldwork/database'
import type { QueryContext, WriteInput } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Operation } from '@fieldwork/metadata'
import { accessPlan } from './access/access-plan.ts'
import { contextOf, demand } from './actor-context.ts'
import { changesOf } from './changes.ts'
import { createManyRecords } from './create-many.ts'
import { formSchemaOf } from './form-schema.ts'
import { withFreshCatalog } from './fresh-catalog.ts'
import { restoreRecord } from './restore-record.ts'
import type { Actor, RecordAddress, Records, RecordsDeps, RecordText } from './types.ts'
import { changedValues, newRecordValues } from './values.ts'
import { viewsOf } from './views.ts'
import { refusalOf } from './write-problems.ts'

/** The only door to business rows. Cheap to make: compiled things live with the catalog. */
export function createRecords(deps: RecordsDeps): Records {
  const within = <T>(actor: Actor, work: (ctx: QueryContext) => Promise<T>): Promise<T> =>
    withFreshCatalog(deps, (catalog) => work(contextOf(deps, catalog, actor)))
  const read = <T>(actor: Actor, object: string, work: (ctx: QueryContext) => Promise<T>): Promise<T> =>
    within(actor, async (ctx) => {
      demand(ctx, object, 'read')
      return work(ctx)
    })
  const current = (actor: Actor) => contextOf(deps, deps.registry.catalog(), actor)

  return {
    list: (actor, input) => read(actor, input.object, (ctx) => listRecords(ctx, input)),
    get: (actor, input) => read(actor, input.object, (ctx) => getVisible(ctx, input)),
    aggregate: (actor, input) => read(actor, input.object, (ctx) => aggregateRecords(ctx, input)),
    history: (actor, input) =>
      read(actor, input.object, async (ctx) => (await readHistory(ctx, input)) ?? missing(input)),
    create: (actor, input) => within(actor, (ctx) => createRecord(ctx, actor, input)),
    createMany: (actor, input) => within(actor, (ctx) => createManyRecords(ctx, actor, input)),
    update: (actor, { values, ...rest }) =>
      within(actor, async (ctx) => {
        demand(ctx, rest.object, 'update')
        const changes = await changesOf(ctx, { ...rest, values })
        return write(ctx, actor, { ...rest, operation: 'update', values: changes })
      }),
    transition: (actor, { values = {}, ...rest }) =>
      within(actor, (ctx) => {
        demand(ctx, rest.object, 'update')
        return write(ctx, actor, {
          ...rest,
          operation: 'transition',
          values: changedValues(ctx, ctx.catalog.object(rest.object), values),
        })
      }),
    remove: async (actor, input) =>
      within(actor, async (ctx) => {
        demand(ctx, input.object, 'delete')
        await write(ctx, actor, { ...input, operation: 'delete', values: {} })
      }),
    undelete: (actor, input) =>
      within(actor, (ctx) => {
        demand(ctx, input.object, 'delete')
        return write(ctx, actor, { ...input, operation: 'undelete', values: {} })
      }),
    restore: (actor, input) =>
      within(actor, (ctx) => {
        demand(ctx, input.object, 'update')
        return restoreRecord(ctx, actor, input, (change) => write(ctx, actor, change))
      }),
    recycleBin: (actor, { object, ...page }) =>
      within(actor, (ctx) => listRecycleBin(ctx, { objects: binObjects(ctx, object), ...page })),
    formSchema: (actor, input) => formSchemaOf(current(actor), actor, input),
    views: (actor, object) => viewsOf(current(actor), actor, object),
    rights: (actor) => rightsOf(deps, actor),
  }
}

async function getVisible(ctx: QueryContext, input: RecordAddress & { fields?: string[] }): Promise<RecordText> {
  const found = await getRecord(ctx, input)
  return found ? { id: input.id, ...found } : missing(input)
}

function missing({ id }: RecordAddress): never {
  throw appError('not_found', { name: id })
}

async function createRecord(
  ctx: QueryContext,
  actor: Actor,
  input: { object: string; values: Record<string, unknown> },
): Promise<RecordText> {
  demand(ctx, input.object, 'create')
  const object = ctx.catalog.object(input.object)
  const values = newRecordValues(ctx, object, input.values, { anyState: actor.system !== undefined })
  const id = newId()
  const outcome = await insertRecord(ctx, { object: object.name, id, values, reason: actor.system?.reason })
  if (outcome.code !== null) throw refusalOf(outcome, ctx.catalog, { object, id })
  return { id, version: outcome.version ?? 1, json: outcome.json ?? 'null' }
}

async function write(ctx: QueryContext, actor: Actor, input: WriteInput): Promise<RecordText> {
  const outcome = await writeRecord(ctx, { ...input, reason: input.reason ?? actor.system?.reason })
  const object = ctx.catalog.object(input.object)
  if (outcome.code !== null)
    throw refusalOf(outcome, ctx.catalog, { object, id: input.id, transition: input.transition })
  return { id: input.id, version: outcome.version ?? 0, json: outcome.json ?? 'null' }
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
