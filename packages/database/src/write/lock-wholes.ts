import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { quoteName } from '../query/sql-text.ts'
import { lockParents, lockTrees } from '../roll-ups/lock-parents.ts'
import type { PlannedWrite } from '../roll-ups/lock-parents.ts'
import { looksBeyond, wholesOf } from './wholes.ts'
import type { Whole } from './wholes.ts'

/** Records that are going to be written. */
export interface Parts {
  object: string
  /** those that exist */
  ids: readonly string[]
  /** what they are going to hold, new ones included; only references matter */
  values: readonly unknown[]
}

/** What a part is, as far as its wholes are concerned. */
export interface PartState {
  version: number
  isLive: boolean
  /** its place among the lines of its master; null where none is kept */
  place: number | null
  /** by the field that refers: the whole's id */
  wholes: Readonly<Record<string, string | null>>
}

export type PartStates = ReadonlyMap<string, PartState>

/** Whether a write needs `lockWholes` at all: it has wholes, or rules look beyond a record that exists already. */
export function hasWholes(
  { catalog }: Pick<QueryContext, 'catalog'>,
  { object, ids, apartFrom }: Omit<Parts, 'values'> & { apartFrom?: string },
): boolean {
  if (wholesOf(catalog, object).some(({ field }) => field.name !== apartFrom)) return true
  return ids.length > 0 && looksBeyond(catalog.object(object))
}

/**
 * Holds the wholes that a write will have to suit, so that writers of the parts of one whole go one after the other,
 * and the parts themselves.
 *
 * @returns the parts as they are before the write
 */
export async function lockWholes(ctx: QueryContext, { object: name, ids, values }: Parts): Promise<PartStates> {
  const object = ctx.catalog.object(name)
  const written = ids.filter(isId)
  if (wholesOf(ctx.catalog, name).length > 0) await lockTrees(ctx.db, ctx.catalog, [{ object: name }])
  for (let before = await readParts(ctx, object, written); ;) {
    await lockAbove(ctx, object, { states: before, values })
    await lockRows(ctx, object, written)
    const now = await readParts(ctx, object, written)
    // a part that moved to another whole meanwhile leaves that one to be locked
    if (isSame(before, now)) return now
    before = now
  }
}

/**
 * Before several writes of one transaction: holds the masters of all of them, then what `lockParents` holds. Who writes
 * a line holds its master first, for the other lines may have to move.
 */
export async function lockPlanned(ctx: Place, writes: readonly PlannedWrite[]): Promise<void> {
  const parts = new Map<string, PlannedWrite[]>()
  for (const write of writes) {
    if (ctx.catalog.objects.get(write.object)?.master == null) continue
    parts.set(write.object, [...(parts.get(write.object) ?? []), write])
  }
  if (parts.size > 0) await lockTrees(ctx.db, ctx.catalog, writes)
  for (const [name, planned] of parts) {
    const ids = planned.flatMap(({ id }) => (id !== undefined && isId(id) ? [id] : []))
    const object = ctx.catalog.object(name)
    const states = await readParts(ctx, object, ids)
    await lockAbove(ctx, object, { states, values: planned.map(({ values }) => values) })
  }
  await lockParents(ctx.db, ctx.catalog, writes)
}

type Place = Pick<QueryContext, 'catalog'> & { db: Queryable }

const isSame = (before: PartStates, now: PartStates): boolean =>
  [...now].every(([id, { wholes }]) => JSON.stringify(wholes) === JSON.stringify(before.get(id)?.wholes))

const columnOf = (object: CompiledObject, field: string): string => quoteName(object.fields.get(field)?.column ?? field)

/** The parts as they are now, deleted ones too. */
export async function readParts(ctx: Place, object: CompiledObject, ids: readonly string[]): Promise<PartStates> {
  const wholes = wholesOf(ctx.catalog, object.name)
  if (ids.length === 0 || wholes.length === 0) return new Map()
  const position = object.master?.position
  const columns = wholes.map(({ field }, index) => `, o.${columnOf(object, field.name)} as w${index}`)
  const place = position == null ? 'null' : `o.${columnOf(object, position)}`
  const { rows } = await ctx.db.query<Record<string, unknown>>({
    text:
      `select o."id", o."version", o."deleted_at" is null as live, ${place}::integer as place${columns.join('')}` +
      ` from ${quoteName(object.table)} o where o."id" = any($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map((row) => [String(row.id), stateOf(wholes, row)]))
}

function stateOf(wholes: readonly Whole[], row: Record<string, unknown>): PartState {
  const entries = wholes.map(({ field }, index) => [field.name, (row[`w${index}`] ?? null) as string | null] as const)
  return {
    version: row.version as number,
    isLive: row.live as boolean,
    place: row.place as number | null,
    wholes: Object.fromEntries(entries),
  }
}

interface AboveInput {
  states: PartStates
  values: readonly unknown[]
}

/** From the top down, each level in the order of ids. */
async function lockAbove(ctx: Place, object: CompiledObject, { states, values }: AboveInput): Promise<void> {
  for (const whole of wholesOf(ctx.catalog, object.name)) {
    const ids = idsOfWhole(whole, states.values(), values)
    const levels = whole.isMaster ? await mastersAbove(ctx, whole.object, ids) : [{ object: whole.object, ids }]
    for (const level of levels.toReversed()) await lockRows(ctx, level.object, level.ids)
  }
}

function idsOfWhole({ field }: Whole, states: Iterable<PartState>, values: readonly unknown[]): string[] {
  const ids = new Set<string>()
  for (const { wholes } of states) if (wholes[field.name] != null) ids.add(wholes[field.name] as string)
  for (const each of values) {
    const id: unknown = Object(each)[field.name]
    if (typeof id === 'string' && isId(id)) ids.add(id.toLowerCase())
  }
  return [...ids]
}

/** Records of one object, by id. */
export interface Level {
  object: CompiledObject
  ids: string[]
}

/** The records, what they are parts of, and so on. */
export async function mastersAbove(ctx: Place, object: CompiledObject, ids: string[]): Promise<Level[]> {
  const own = { object, ids }
  if (object.master === null || ids.length === 0) return [own]
  const { rows } = await ctx.db.query<{ id: string }>({
    text: `select distinct ${columnOf(object, object.master.field)} as id from ${quoteName(object.table)} where "id" = any($1::uuid[])`,
    values: [ids],
  })
  const above = await mastersAbove(
    ctx,
    ctx.catalog.object(object.master.object),
    rows.map(({ id }) => id),
  )
  return [own, ...above]
}

async function lockRows(ctx: Place, { table }: CompiledObject, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const text = `select from ${quoteName(table)} where "id" = any($1::uuid[]) order by "id" for no key update`
  await ctx.db.query({ text, values: [ids] })
}
