import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { withinTransaction } from '../connection/within-transaction.ts'
import type { QueryContext } from '../query/context.ts'
import { storedColumn, tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { bindValues } from '../query/parameters.ts'
import type { ParameterValues } from '../query/parameters.ts'
import { lockWithChildren } from '../roll-ups/lock-parents.ts'
import { asReturnProblem } from './constraint-error.ts'
import { duplicateCases } from './duplicate-checks.ts'
import { lockAllKeys } from './duplicate-locks.ts'
import { changesSql, eventParts, recordedFields } from './event.ts'
import { linksOf, pointsAt } from './links.ts'
import { looseEnds } from './loose-ends.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import type { Link } from './links.ts'
import type { WriteInput, WriteOutcome } from './outcome.ts'
import { hasWholes, lockWholes } from './lock-wholes.ts'
import type { PartStates } from './lock-wholes.ts'
import { anyRestricting, detachReferrers, restrictingLinks, restrictingRows } from './referrers.ts'
import type { Deleted } from './referrers.ts'
import { accessTest } from './row-rule.ts'
import { columnList } from './statement-parts.ts'
import { isRefusing, settleWholes } from './settle-wholes.ts'
import type { WholeFinding } from './settle-wholes.ts'

/** more in one deletion would hold locks for too long */
export const maxTakenAlong = 10_000

/** Ids by object: the record itself and everything that goes with it. */
type Taken = Map<CompiledObject, Set<string>>

/** Rolls the transaction back and carries the refusal out of it. */
class Refused extends Error {
  readonly outcome: WriteOutcome
  constructor(
    code: NonNullable<WriteOutcome['code']>,
    detail: string[],
    more: Pick<WriteOutcome, 'findings' | 'object'> = {},
  ) {
    super(`The removal was refused: ${code}`)
    this.outcome = { code, detail, json: null, version: null, ...more }
  }
}

/**
 * Deletes or brings back a record together with the records that are deleted with it, any number of levels deep, in
 * one transaction; each gets its event. Refused as a whole when the actor may not delete one of them, or when a record
 * that stays refers to one of them. Coming back, it brings what this deletion took along and nothing else.
 *
 * @param first the statement that moves the record itself
 */
export async function removeWithDependents(
  ctx: QueryContext,
  { object, input, first }: { object: CompiledObject; input: WriteInput; first(db: Queryable): Promise<WriteOutcome> },
): Promise<WriteOutcome> {
  const work: Work = { ctx, input, isDelete: input.operation === 'delete', stamp: null }
  try {
    return await ctx.db.transaction(async (tx) => {
      work.ctx = { ...ctx, db: withinTransaction(tx, ctx.db) }
      await lockWithChildren(tx, ctx.catalog, { object: object.name, id: input.id, isLeaving: work.isDelete })
      work.stamp = work.isDelete ? null : await deletedAt(tx, object, input.id)
      const outcome = await first(tx)
      if (outcome.code !== null) return outcome
      work.stamp ??= await deletedAt(tx, object, input.id)
      const taken = await collect(work, tx, object)
      if (work.isDelete) await assertNotReferenced(work, tx, taken)
      const before = await holdWholes(work, taken)
      for (const [each, ids] of taken) await moveAll(work, tx, { taken, object: each, ids: [...ids] })
      if (!work.isDelete) for (const [each, ids] of taken) await assertNoDuplicates(work, tx, each, [...ids])
      return { ...outcome, findings: await keepWholes(work, before, taken) }
    })
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  }
}

interface Work {
  ctx: QueryContext
  input: WriteInput
  isDelete: boolean
  /** when the record was deleted: what went with it bears the same moment */
  stamp: string | null
}

/** What is taken along may be a part of something that stays. */
async function holdWholes({ ctx, input }: Work, taken: Taken): Promise<Map<string, PartStates>> {
  const held = new Map<string, PartStates>()
  for (const [{ name }, ids] of taken) {
    const others = [...ids].filter((id) => id !== input.id)
    if (others.length === 0 || !hasWholes(ctx, { object: name, ids: [] })) continue
    held.set(name, await lockWholes(ctx, { object: name, ids: others, values: [] }))
  }
  return held
}

/** @returns what the wholes only warn of */
async function keepWholes(
  { ctx, isDelete }: Work,
  held: ReadonlyMap<string, PartStates>,
  taken: Taken,
): Promise<WholeFinding[]> {
  const isWritten = (name: string, id: string) => taken.get(ctx.catalog.object(name))?.has(id) === true
  const all: (WholeFinding & { part: string })[] = []
  for (const [object, before] of held) {
    const { findings } = await settleWholes(ctx, {
      object,
      before,
      ids: [...before.keys()],
      withPlaces: false,
      isWritten,
    })
    all.push(...findings.map((finding) => ({ ...finding, part: object })))
  }
  const refusing = all.filter(isRefusing)
  const names = new Set(refusing.map(({ part, field }) => `${part}.${field}`))
  if (names.size > 0)
    throw new Refused(isDelete ? 'still_referenced' : 'rule', isDelete ? [...names] : [], { findings: refusing })
  return all
}

async function deletedAt(tx: Queryable, object: CompiledObject, id: string): Promise<string | null> {
  const text = `select o."deleted_at"::text as at from ${quoteName(object.table)} o where o."id" = $1 for update`
  const { rows } = await tx.query<{ at: string | null }>({ text, values: [id] })
  return rows[0]?.at ?? null
}

/** Level by level; a level is locked before the next one is looked for, so that nobody can join it unseen. */
async function collect(work: Work, tx: Queryable, root: CompiledObject): Promise<Taken> {
  const taken: Taken = new Map([[root, new Set([work.input.id])]])
  const forbidden = new Set<string>()
  let level: Taken = taken
  while (level.size > 0) {
    const next: Taken = new Map()
    for (const [target, ids] of level) {
      for (const link of linksOf(work.ctx.catalog, target, 'cascade')) {
        for (const row of await dependents(work, tx, { link, target, ids: [...ids] })) {
          if (!row.allowed) forbidden.add(nameOf(link))
          if (add(taken, link.object, row.id)) add(next, link.object, row.id)
        }
        const total = [...taken.values()].reduce((sum, { size }) => sum + size, 0)
        if (total > maxTakenAlong) throw new Refused('too_many_dependents', [])
      }
    }
    level = next
  }
  if (forbidden.size > 0) throw new Refused('dependents_forbidden', [...forbidden])
  return taken
}

const nameOf = ({ object, field }: Link): string => `${object.name}.${field.name}`

function add(taken: Taken, object: CompiledObject, id: string): boolean {
  const ids = taken.get(object) ?? new Set<string>()
  taken.set(object, ids)
  return !ids.has(id) && Boolean(ids.add(id))
}

interface LevelSpec {
  link: Link
  target: CompiledObject
  ids: string[]
}

async function dependents({ ctx, isDelete, stamp }: Work, tx: Queryable, { link, target, ids }: LevelSpec) {
  const env = createEnvironment(ctx)
  const { object } = link
  const at = () => env.parameters.bind({ from: 'input', name: 'stamp' }, 'timestamptz')
  const conditions = [
    pointsAt(link, 'c', { target, ids: bindIds(env, 'ids') }),
    isDelete ? `c."deleted_at" is null` : `c."deleted_at" = ${at()}`,
  ]
  const allowed = accessTest(env, tableScope(env, object, 'c', 'system'), 'delete')
  const text =
    `select c."id", ${allowed === null ? 'true' : `(${allowed}) is true`} as allowed from ${quoteName(object.table)} c` +
    ` where ${conditions.join(' and ')} order by c."id" limit ${maxTakenAlong + 1} for update of c`
  return query<{ id: string; allowed: boolean }>(env, tx, text, {
    user: ctx.user,
    now: ctx.now,
    inputs: { ids, stamp },
  })
}

const bindIds = (env: SqlEnvironment, name: string): string => env.parameters.bind({ from: 'input', name }, 'uuid[]')

async function query<Row extends object>(
  { parameters }: SqlEnvironment,
  tx: Queryable,
  text: string,
  values: ParameterValues,
): Promise<Row[]> {
  const { rows } = await tx.query<Row & Record<string, unknown>>({
    text,
    values: bindValues(parameters.sources, values),
  })
  return rows
}

/** The deleted records of one object, in a statement over what was collected. */
function deletedIn(env: SqlEnvironment, taken: Taken, target: CompiledObject): Deleted {
  const idsOf = (object: CompiledObject) => bindIds(env, `ids:${object.name}`)
  return { target, ids: () => idsOf(target), gone: (object) => (taken.has(object) ? idsOf(object) : null) }
}

const inputsOf = (taken: Taken): Record<string, string[]> =>
  Object.fromEntries([...taken].map(([{ name }, ids]) => [`ids:${name}`, [...ids]]))

async function assertNotReferenced(work: Work, tx: Queryable, taken: Taken): Promise<void> {
  const { ctx } = work
  if (!(await isReferenced(work, tx, taken))) return
  const names = new Set<string>()
  for (const target of taken.keys()) {
    for (const link of restrictingLinks(ctx, target)) {
      const env = createEnvironment(ctx)
      const text = `${restrictingRows(link, deletedIn(env, taken, target))} limit 1`
      const found = await query(env, tx, text, { user: ctx.user, now: ctx.now, inputs: inputsOf(taken) })
      if (found.length > 0) names.add(nameOf(link))
    }
  }
  if (names.size > 0) throw new Refused('still_referenced', [...names])
}

/** A value that must be unique may have been given to another record meanwhile. */
async function moveAll(work: Work, tx: Queryable, spec: MoveSpec): Promise<void> {
  const { object, ids } = spec
  if (ids.every((id) => id === work.input.id)) return move(work, tx, spec)
  if (!work.isDelete) await lockAllKeys(tx, object)
  await move(work, tx, spec).catch((error: unknown) => asReturnProblem(error, object))
}

/** The same for duplicate rules that block, of the records that come back along with the first. */
async function assertNoDuplicates({ ctx, input }: Work, tx: Queryable, object: CompiledObject, all: string[]) {
  const duplicates = object.duplicates.filter(({ action }) => action === 'block')
  const ids = all.filter((id) => id !== input.id)
  if (duplicates.length === 0 || ids.length === 0) return
  const env = createEnvironment(ctx)
  const image = tableScope(env, object, 'o', 'system')
  const checked = { object: { ...object, duplicates }, assigned: new Map(), image, before: null, id: 'o."id"' }
  const names = duplicateCases(env, checked).detail.names ?? `'{}'::text[]`
  const text =
    `select n.names from ${quoteName(object.table)} o, lateral (select ${names} as names) n` +
    ` where o."id" = any(${bindIds(env, 'ids')}) and cardinality(n.names) > 0`
  const found = await query<{ names: string[] }>(env, tx, text, { user: ctx.user, now: ctx.now, inputs: { ids } })
  if (found.length > 0)
    throw new Refused(
      'duplicate',
      found.flatMap(({ names }) => names),
      { object: object.name },
    )
}

/** One statement, since nearly always nothing refers to what goes. */
async function isReferenced({ ctx }: Work, tx: Queryable, taken: Taken): Promise<boolean> {
  const env = createEnvironment(ctx)
  const conditions = [...taken.keys()].flatMap((target) => {
    const links = restrictingLinks(ctx, target)
    return links.length === 0 ? [] : [anyRestricting(links, deletedIn(env, taken, target))]
  })
  if (conditions.length === 0) return false
  const text = `select ${conditions.join(' or ')} as found`
  const [row] = await query<{ found: boolean }>(env, tx, text, {
    user: ctx.user,
    now: ctx.now,
    inputs: inputsOf(taken),
  })
  return row?.found === true
}

interface MoveSpec {
  taken: Taken
  object: CompiledObject
  ids: string[]
}

/** Moves the records of one object, all but the first, and takes them all out of the fields of others. */
async function move(work: Work, tx: Queryable, { taken, object, ids }: MoveSpec): Promise<void> {
  const { ctx, input, isDelete, stamp } = work
  const env = createEnvironment(ctx)
  const bind = (name: string, type: string) => env.parameters.bind({ from: 'input', name }, type)
  const write = {
    actor: env.parameters.bind({ from: 'user', key: 'id' }, 'uuid'),
    revision: bind('revision', 'bigint'),
    reason: bind('reason', 'text'),
  }
  const at = () => bind('stamp', 'timestamptz')
  const loose = isDelete ? [] : looseEnds(env, object, at)
  const set = isDelete
    ? `"deleted_at" = ${at()}, "deleted_by" = ${write.actor}`
    : [`"deleted_at" = null, "deleted_by" = null, "updated_by" = ${write.actor}`, ...loose.map((end) => end.set)].join()
  const columns = loose.map(({ field }) => storedColumn(field))
  const returned = new Set(['id', 'version', 'updated_at', ...columns])
  const old = new Map(loose.map(({ field }) => [field.name, `pre.${quoteName(storedColumn(field))}`]))
  const { join, ...scopes } = imagesOf(env, object, { row: 'upd', old, used: returned })
  const images = { ...scopes, join: loose.length > 0 ? `${join} join pre on pre."id" = upd."id"` : join }
  const told = tellListeners(env, object, { told: { op: input.operation, written: new Set(old.keys()) }, images })
  const isMoved = `o."id" = any(${bindIds(env, 'moved')})`
  const update =
    `update ${quoteName(object.table)} o set ${set}, "updated_at" = now(), "version" = o."version" + 1` +
    ` where ${isMoved} returning ${columnList(returned, 'o')}`
  const before = `pre as materialized (select ${columnList(['id', ...columns], 'o')} from ${quoteName(object.table)} o where ${isMoved})`
  const recorded = recordedFields(object, old.keys())
  const event = {
    object: object.name,
    op: input.operation,
    row: 'upd',
    changes: changesSql(recorded, { before: 'pre', after: 'upd' }),
    ...write,
    from: recorded.length > 0 ? 'upd join pre using ("id")' : 'upd',
  }
  const detached = isDelete ? detachReferrers(env, { deleted: deletedIn(env, taken, object), write }) : []
  const ends = loose.length > 0 ? [before, ...loose.map(({ cte }) => cte)] : []
  const text = `with ${[...ends, `upd as (${update})`, ...eventParts(event, told), ...detached].join(', ')} select ${quoteText(object.name)}`
  const inputs = {
    ...inputsOf(taken),
    moved: ids.filter((id) => id !== input.id),
    stamp,
    revision: ctx.catalog.revision,
    reason: input.reason ?? null,
  }
  await query(env, tx, text, { user: ctx.user, now: ctx.now, inputs })
  if (object.listeners.length > 0) ctx.db.told?.()
}
