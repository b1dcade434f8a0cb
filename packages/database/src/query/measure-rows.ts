import type { CompiledObject } from '@fieldwork/metadata'
import { armSql, grantedConditions } from './access-arms.ts'
import type { QueryContext, RowArm, RowWay } from './context.ts'
import { bindValues } from './parameters.ts'
import { testedRecord } from './record-scope.ts'
import { createEnvironment } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'

/** Nothing is counted further: beyond, rows are dense enough to be met on the way. */
const countedUpTo = 40_000

/** What an actor has of an object. */
export interface MeasuredRows {
  /** rows of all ways together, those counted twice that two lead to; infinite where too many to be counted */
  total: number
  /** of these the rows that are not given by entries of members and shares */
  own: number
  /** entries of members and shares */
  granted: { as: 'member' | 'share'; entries: number }[]
  /** rows of the table, as the planner believes */
  ofTable: number
}

/** Rows of each way, as far as it matters: what a row must satisfy besides can only make them fewer. */
export async function measureRows(ctx: QueryContext, name: string, arms: readonly RowArm[]): Promise<MeasuredRows> {
  const object = ctx.catalog.object(name)
  const ways = arms.flatMap((arm): (RowWay | null)[] => (arm.ways ? [...arm.ways] : [null]))
  const env = createEnvironment(ctx)
  const counts = ways.map((way) => (way && isFound(object, way) ? countSql(env, object, way) : 'null'))
  const ofTable = `(select greatest(reltuples, 0) from pg_class where oid = to_regclass(${quoteText(quoteName(object.table))}))`
  const { rows } = await ctx.db.query<{ counts: (number | null)[]; of_table: number }>({
    text: `select to_json(array[${counts.join(', ')}]::int[]) as counts, coalesce(${ofTable}, 0)::float8 as of_table`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now }),
  })
  const found = (rows[0]?.counts ?? []).map((count) => (count === null || count > countedUpTo ? Infinity : count))
  return {
    total: sumOf(found),
    own: sumOf(found.filter((_, i) => ways[i]?.kind !== 'granted')),
    granted: ways.flatMap((way, i) => (way?.kind === 'granted' ? [{ as: way.as, entries: found[i] ?? 0 }] : [])),
    ofTable: rows[0]?.of_table ?? 0,
  }
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

/** Whether an index leads to the rows of a way. */
function isFound({ fields }: CompiledObject, way: RowWay): boolean {
  if (way.kind !== 'scope') return true
  return way.departments !== null || way.dimensions.some(({ path }) => path.length === 1 && fields.has(path[0] ?? ''))
}

function countSql(env: SqlEnvironment, object: CompiledObject, way: RowWay): string {
  const a = env.alias()
  if (way.kind === 'granted') {
    const conditions = grantedConditions(env, a, { object: object.name, way })
    return capped(`fw_access ${a} where ${conditions.join(' and ')}`)
  }
  const rows = way.kind === 'scope' ? { ...way, through: undefined, dimensions: indexed(way) } : way
  const condition = armSql(env, testedRecord(env, object, a), { arm: { where: null, ways: [rows] }, many: 'index' })
  return capped(`${quoteName(object.table)} ${a} where ${a}."deleted_at" is null and ${condition}`)
}

const capped = (from: string): string => `(select count(*) from (select 1 from ${from} limit ${countedUpTo + 1}) n)`

const indexed = ({ departments, dimensions }: Extract<RowWay, { kind: 'scope' }>) =>
  departments ? [] : dimensions.filter(({ path }) => path.length === 1).slice(0, 1)
