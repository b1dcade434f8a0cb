import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { eventParts, noChanges } from './event.ts'
import { miscounted } from './line-counts.ts'
import type { Miscount } from './line-counts.ts'
import { checkLineRules } from './line-rules.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import type { BrokenRules } from './line-rules.ts'
import { mastersAbove, readParts } from './lock-wholes.ts'
import type { PartState, PartStates } from './lock-wholes.ts'
import { renumberLines } from './renumber.ts'
import { columnList } from './statement-parts.ts'
import { wholesOf } from './wholes.ts'
import type { Whole } from './wholes.ts'

export interface SettleInput {
  object: string
  /** from `lockWholes` */
  before: PartStates
  /** what was written, new records included */
  ids: readonly string[]
  /** new records were given their places */
  withPlaces: boolean
  /** the field of a master that is written as a whole, which sees to itself */
  apartFrom?: string
  /** records that are written as wholes */
  isWritten?(object: string, id: string): boolean
}

/** What a whole does not admit, or only warns of (`broken.severity`). */
export interface WholeFinding {
  /** of the part: refers to the whole */
  field: string
  /** of the part, or of what the part is a part of */
  object: CompiledObject
  /** the parts written that belong to it */
  parts: string[]
  broken: BrokenRules | null
  miscount: Miscount | null
}

/** Whether the write is refused for it. */
export const isRefusing = ({ broken }: WholeFinding): boolean => broken?.severity !== 'warn'

export interface Settled {
  findings: WholeFinding[]
  /** lines were counted anew */
  isRenumbered: boolean
}

/**
 * After parts were written: counts the lines of their masters, tests the rules of the wholes, and notes on every master
 * that it has changed, up to the top. The wholes must be locked.
 */
export async function settleWholes(ctx: QueryContext, input: SettleInput): Promise<Settled> {
  const { before, ids, apartFrom, isWritten = () => false } = input
  const object = ctx.catalog.object(input.object)
  const after = await readParts(ctx, object, ids)
  const changed = [...after].filter(([id, { version }]) => before.get(id)?.version !== version)
  const settled: Settled = { findings: [], isRenumbered: false }
  if (changed.length === 0) return settled
  for (const whole of wholesOf(ctx.catalog, object.name)) {
    if (whole.field.name === apartFrom) continue
    const all = partsByWhole(whole, changed, before)
    const parts = new Map([...all].filter(([id]) => !isWritten(whole.object.name, id)))
    if (parts.size === 0) continue
    if (await renumber(ctx, object, { whole, parts, after, input })) settled.isRenumbered = true
    settled.findings.push(...(await findingsOf(ctx, whole, { parts, isWritten, ...movements(whole, changed, before) })))
  }
  return settled
}

type Parts = ReadonlyMap<string, string[]>

/** Ids of the written parts by the whole that they belong to, or belonged to before. */
function partsByWhole({ field }: Whole, changed: readonly [string, PartState][], before: PartStates): Parts {
  const parts = new Map<string, string[]>()
  for (const [id, { wholes }] of changed) {
    const both = new Set([wholes[field.name], before.get(id)?.wholes[field.name]])
    for (const whole of both) if (whole != null) parts.set(whole, [...(parts.get(whole) ?? []), id])
  }
  return parts
}

interface Movements {
  /** wholes that got parts */
  grown: ReadonlySet<string>
  /** wholes that lost parts */
  shrunk: ReadonlySet<string>
}

function movements({ field }: Whole, changed: readonly [string, PartState][], before: PartStates): Movements {
  const placeOf = (part: PartState | undefined) => (part?.isLive ? part.wholes[field.name] : null) ?? null
  const [grown, shrunk] = [new Set<string>(), new Set<string>()]
  for (const [id, state] of changed) {
    const [was, is] = [placeOf(before.get(id)), placeOf(state)]
    if (was === is) continue
    if (is !== null) grown.add(is)
    if (was !== null) shrunk.add(was)
  }
  return { grown, shrunk }
}

interface RenumberInput {
  whole: Whole
  parts: Parts
  after: PartStates
  input: SettleInput
}

async function renumber(ctx: QueryContext, object: CompiledObject, { whole, parts, after, input }: RenumberInput) {
  if (!whole.isMaster || object.master?.position == null) return false
  const { before, withPlaces } = input
  const isMoved = (id: string) => {
    const [was, is] = [before.get(id), after.get(id)]
    if (!was) return withPlaces
    return (
      was.isLive !== is?.isLive ||
      was.place !== is.place ||
      was.wholes[whole.field.name] !== is.wholes[whole.field.name]
    )
  }
  const masters = [...parts].filter(([, ids]) => ids.some(isMoved)).map(([id]) => id)
  for (const id of masters) await renumberLines(ctx, { object: object.name, id, order: [] })
  return masters.length > 0
}

async function findingsOf(
  ctx: QueryContext,
  whole: Whole,
  { parts, grown, shrunk, isWritten }: Movements & { parts: Parts; isWritten(object: string, id: string): boolean },
): Promise<WholeFinding[]> {
  const { object, field, collection, isMaster } = whole
  const ids = [...parts.keys()]
  const broken = await checkLineRules(ctx, { object: object.name, ids })
  const moved = ids.filter((id) => grown.has(id) || shrunk.has(id))
  // what was too much or too little before does not stop what makes it better
  const miscounts = (await miscounted(ctx, { object, ids: moved, collections: [collection] })).filter(({ id, kind }) =>
    (kind === 'many' ? grown : shrunk).has(id),
  )
  const found = { field: field.name, object }
  const findings = [
    ...broken.map((rules) => ({ ...found, parts: parts.get(rules.id) ?? [], broken: rules, miscount: null })),
    ...miscounts.map((miscount) => ({ ...found, parts: parts.get(miscount.id) ?? [], broken: null, miscount })),
  ]
  if (!isMaster) return findings
  for (const [depth, level] of (await mastersAbove(ctx, object, ids)).entries()) {
    await noteChange(ctx, level.object, level.ids)
    if (depth === 0) continue
    const others = level.ids.filter((id) => !isWritten(level.object.name, id))
    const above = await checkLineRules(ctx, { object: level.object.name, ids: others })
    const all = [...new Set([...parts.values()].flat())]
    findings.push(
      ...above.map((rules) => ({ field: field.name, object: level.object, parts: all, broken: rules, miscount: null })),
    )
  }
  return findings
}

/** A record whose lines have changed has changed: its version, and an event without changes of its own. */
async function noteChange(ctx: QueryContext, object: CompiledObject, ids: readonly string[]): Promise<void> {
  const statement = cached(
    ctx.catalog,
    `lines-changed\n${object.name}\n${ctx.timeZone}\n${ctx.now ? 'now' : ''}`,
    () => {
      const env = createEnvironment(ctx)
      const { parameters } = env
      const bind = (name: string, type: string) => parameters.bind({ from: 'input', name }, type)
      const actor = parameters.bind({ from: 'user', key: 'id' }, 'uuid')
      const returned = new Set(['id', 'version', 'updated_at'])
      const images = imagesOf(env, object, { row: 'upd', old: new Map(), used: returned })
      const told = tellListeners(env, object, { told: { op: 'update', written: new Set() }, images })
      const update =
        `update ${quoteName(object.table)} o set "version" = o."version" + 1, "updated_at" = now(), "updated_by" = ${actor}` +
        ` where o."id" = any(${bind('ids', 'uuid[]')}) and o."deleted_at" is null returning ${columnList(returned, 'o')}`
      const event = {
        object: object.name,
        op: 'update',
        row: 'upd',
        changes: noChanges,
        actor,
        revision: bind('revision', 'bigint'),
        reason: bind('reason', 'text'),
        from: 'upd',
      }
      const parts = [`upd as (${update})`, ...eventParts(event, told)]
      return compileStatement(`with ${parts.join(', ')} select count(*) from upd`, parameters.sources)
    },
  )
  const inputs = { ids: [...ids], revision: ctx.catalog.revision, reason: null }
  await runStatement(ctx.db, statement, { user: ctx.user, now: ctx.now, inputs })
  if (object.listeners.length > 0) ctx.db.told?.()
}
