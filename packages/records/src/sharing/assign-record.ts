import { getRecord } from '@fieldwork/database'
import type { Standing } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledCollection } from '@fieldwork/metadata'
import { asSystem } from '../access/as-system.ts'
import { demand } from '../actor-context.ts'
import { inTransaction } from '../in-transaction.ts'
import { pointingTo } from '../lines/line-problems.ts'
import type { FieldValues, RecordAddress, RecordText } from '../types.ts'
import { changeRecord } from '../write-change.ts'
import type { WriteContext } from '../write-context.ts'
import { liveIds } from './live-ids.ts'
import { noteAccess } from './note-access.ts'
import { ownedChildren } from './owned-children.ts'
import { demandOwnAccess, standingFor } from './standing.ts'
import type { AssignedRecord, AssignInput } from './types.ts'

/** The object whose records tell of assignments. */
const LOG = 'assignment_record'

/**
 * Gives a record another owner, and with it what its owner had of its collections, as far as the actor may read it: the
 * right to assign the record reaches what belongs to it. All or nothing, with events and assignment records. Who owns it already keeps it, and nothing is written.
 *
 * @throws forbidden, not_found, stale_version, validation_failed (every problem)
 */
export function assignRecord(ctx: WriteContext, input: AssignInput): Promise<AssignedRecord> {
  const { object } = input
  demandOwnAccess(ctx, object)
  demand(ctx, object, 'assign')
  if (!ctx.catalog.object(object).hasOwner) throw appError('invalid_request', { reason: withoutOwner })
  return inTransaction(ctx, async (tx) => {
    const standing = await standingFor(tx, input, true)
    const collections = await checkedInput(tx, input)
    if (standing.owner === input.owner) return { ...(await unchanged(tx, input, standing)), children: 0 }
    return assignAll(tx, { input, standing, collections })
  })
}

interface Assignment {
  input: AssignInput
  standing: Standing
  collections: readonly CompiledCollection[]
}

async function assignAll(ctx: WriteContext, { input, standing, collections }: Assignment): Promise<AssignedRecord> {
  const { object, id, owner, reason, expectedVersion } = input
  if (!standing.may.assign) throw appError('forbidden')
  const given = { operation: 'assign', values: { owner }, reason } as const
  const log = [{ object, id, label: standing.label, withChildren: collections.length > 0 }]
  // before the record itself: who gives it away may see no more of it, and so nothing of what belongs to it
  for (const [at, collection] of collections.entries()) {
    for (const child of await ownedChildren(ctx, { collection, id, owner: standing.owner })) {
      await pointingTo(pointerOf('children', at), () => changeRecord(ctx, { ...given, ...child, carried: true }))
      log.push({ ...child, withChildren: false })
    }
  }
  const record = await changeRecord(ctx, { ...given, object, id, expectedVersion })
  await noteAssignments(
    ctx,
    input,
    log.map((entry) => ({ ...entry, from: standing.owner })),
  )
  for (const entry of log) await noteAccess(ctx, entry, { done: 'assign', from: standing.owner, to: owner })
  return { ...record, children: log.length - 1 }
}

interface LogEntry extends RecordAddress {
  label: string | null
  from: string | null
  withChildren: boolean
}

async function noteAssignments(ctx: WriteContext, input: AssignInput, entries: readonly LogEntry[]): Promise<void> {
  if (!ctx.catalog.objects.has(LOG)) return
  const { owner, reason = null, method = 'assign' } = input
  const at = (ctx.now ?? new Date()).toISOString()
  const rows = entries.map((entry): FieldValues => ({
    object: entry.object,
    record_id: entry.id,
    record_label: entry.label,
    from_owner: entry.from,
    to_owner: owner,
    method,
    reason,
    at,
    by: ctx.user.id,
    with_children: entry.withChildren,
  }))
  await ctx.openRecords(ctx.deps).createMany(asSystem('Assignment'), { object: LOG, rows })
}

async function unchanged(
  ctx: WriteContext,
  { object, id, expectedVersion }: AssignInput,
  { may }: Standing,
): Promise<RecordText> {
  if (!may.assign) throw appError('forbidden')
  const record = await getRecord(ctx, { object, id })
  if (!record) throw appError('not_found', { name: id })
  if (expectedVersion !== undefined && record.version !== expectedVersion) throw appError('stale_version')
  return { id, ...record }
}

/** @throws validation_failed (every problem) */
async function checkedInput(
  ctx: WriteContext,
  { object, owner, children = [] }: AssignInput,
): Promise<CompiledCollection[]> {
  const live = await liveIds(ctx, 'user', [owner])
  const known = ctx.catalog.object(object).collections
  const found = children.map((name) => known.get(name))
  const isOwned = (collection: CompiledCollection | undefined): collection is CompiledCollection =>
    collection !== undefined &&
    ctx.catalog.object(collection.object).hasOwner &&
    ctx.access(collection.object, 'read').kind !== 'none'
  const problems = [
    ...(live.has(owner) ? [] : [unknownOwner]),
    ...found.flatMap((collection, at) => (isOwned(collection) ? [] : [notOwned(at, children[at] ?? '')])),
  ]
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return [...new Set(found.filter(isOwned))]
}

const withoutOwner = { en: 'These records have no owner', 'zh-CN': '该对象的记录没有负责人' }

const unknownOwner: Problem = {
  pointer: '/owner',
  code: 'unknown_reference',
  message: { en: 'There is no such active user', 'zh-CN': '没有该用户，或该用户已停用' },
}

const notOwned = (at: number, name: string): Problem => ({
  pointer: pointerOf('children', at),
  code: 'unknown_collection',
  message: {
    en: `“${name}” is no collection of records with owners`,
    'zh-CN': `“${name}”不是含有负责人的下级记录集合`,
  },
  params: { name },
})
