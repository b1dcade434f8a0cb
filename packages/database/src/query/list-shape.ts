import { createLru } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, Lru } from '@fieldwork/metadata'
import { armSql, grantedConditions } from './access-arms.ts'
import type { QueryContext, RowArm, RowWay } from './context.ts'
import type { ListShape } from './look-up.ts'
import { bindValues } from './parameters.ts'
import { testedRecord } from './record-scope.ts'
import { createEnvironment } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

/** Rows up to which it is quicker to find all of them first than to look for them among those of others. */
const narrowUpTo = 2_000
/** entries of members or shares above which each row is looked up among them */
const probedAbove = 2_000
/** how long what was counted is believed: an outdated shape is slow, never wrong */
const believedMs = 60_000
/** a walk that takes longer is doubted */
const slowMs = 500
const keptMs = 600_000
const maxActors = 10_000

interface Measured {
  shape: ListShape
  until: number
  /** the walk that was slow */
  tried?: { shape: ListShape; ms: number; isKept: boolean }
}

const measured = new WeakMap<Catalog, Lru<Map<string, Measured>>>()

/** The shape for lists of an object; whoever has no rows of his own has none to count. */
export function listShape(ctx: QueryContext, object: string): ListShape | Promise<ListShape> {
  const access = ctx.access(object, 'read')
  if (access.kind !== 'rule' || !access.arms) return 'once'
  if (ctx.listShape) return ctx.listShape
  const known = shapesOf(ctx)
  const found = known.get(object)
  if (found && found.until > performance.now()) return found.shape
  return measure(ctx, ctx.catalog.object(object), access.arms).then((shape) => {
    known.set(object, { shape, until: performance.now() + believedMs })
    return shape
  })
}

/**
 * Learns from what a list took: a walk that was slow led past too many rows of others, so the other way is tried; where
 * that is slower still, the walk is kept for a while.
 */
export function noteTime(ctx: QueryContext, object: string, { shape, ms }: { shape: ListShape; ms: number }): void {
  const known = shapesOf(ctx)
  const { tried } = known.get(object) ?? {}
  if (shape !== 'index' && ms > slowMs && tried?.isKept !== true)
    known.set(object, { shape: 'index', until: performance.now() + believedMs, tried: { shape, ms, isKept: false } })
  if (shape === 'index' && tried && ms > tried.ms)
    known.set(object, { shape: tried.shape, until: performance.now() + keptMs, tried: { ...tried, isKept: true } })
}

function shapesOf({ catalog, accessKey, user }: QueryContext): Map<string, Measured> {
  const actors = measured.get(catalog) ?? createLru<Map<string, Measured>>(maxActors)
  measured.set(catalog, actors)
  return actors.getOrCreate(`${user.id} ${String(user.access?.epoch)} ${accessKey}`, () => new Map())
}

/** Rows of each way, as far as it matters: what a row must satisfy besides can only make them fewer. */
async function measure(ctx: QueryContext, object: CompiledObject, arms: readonly RowArm[]): Promise<ListShape> {
  const ways = arms.flatMap((arm): (RowWay | null)[] => (arm.ways ? [...arm.ways] : [null]))
  const env = createEnvironment(ctx)
  const counts = ways.map((way) => (way && isFound(object, way) ? countSql(env, object, way) : 'null'))
  const { rows } = await ctx.db.query<{ counts: (number | null)[] }>({
    text: `select to_json(array[${counts.join(', ')}]::int[]) as counts`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now }),
  })
  const found = rows[0]?.counts ?? []
  const total = found.reduce<number>((sum, count) => sum + (count ?? narrowUpTo + 1), 0)
  if (total <= narrowUpTo) return 'index'
  const probed = ways.flatMap((way, i) => (way?.kind === 'granted' && (found[i] ?? 0) > probedAbove ? [way.as] : []))
  return probed.length === 0 ? 'once' : `probe ${[...new Set(probed)].toSorted().join(' ')}`
}

/** Whether an index leads to the rows of a way. */
function isFound({ fields }: CompiledObject, way: RowWay): boolean {
  if (way.kind !== 'scope') return true
  return way.departments !== null || way.dimensions.some(({ path }) => path.length === 1 && fields.has(path[0] ?? ''))
}

function countSql(env: SqlEnvironment, object: CompiledObject, way: RowWay): string {
  const most = Math.max(narrowUpTo, probedAbove) + 1
  if (way.kind === 'granted') {
    const a = env.alias()
    const conditions = grantedConditions(env, a, { object: object.name, way })
    return `(select count(*) from (select 1 from fw_access ${a} where ${conditions.join(' and ')} limit ${most}) n)`
  }
  const a = env.alias()
  const rows = way.kind === 'scope' ? { ...way, through: undefined, dimensions: indexed(way) } : way
  const condition = armSql(env, testedRecord(env, object, a), { arm: { where: null, ways: [rows] }, many: 'index' })
  const from = `${quoteName(object.table)} ${a} where ${a}."deleted_at" is null and ${condition}`
  return `(select count(*) from (select 1 from ${from} limit ${most}) n)`
}

const indexed = ({ departments, dimensions }: Extract<RowWay, { kind: 'scope' }>) =>
  departments ? [] : dimensions.filter(({ path }) => path.length === 1).slice(0, 1)
