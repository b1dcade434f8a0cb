import type { CompiledObject } from '@fieldwork/metadata'
import { countOfIds } from '../access/bound-ids.ts'
import { armSql, grantedConditions, granteesOf } from './access-arms.ts'
import type { QueryContext, RowAccess, RowArm, RowWay } from './context.ts'
import { orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import { fieldOf, storedColumn, testedRecord } from './record-scope.ts'
import { fromRows } from './selection.ts'
import type { Selection } from './selection.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

/** Ways that lead to rows; each is one part of the statement. */
const maxWays = 12

type Rule = Extract<RowAccess, { kind: 'rule' }>

/** Whether an index keeps the rows of every way in the order of their age. */
export function isMergeable(access: RowAccess): access is Rule & { arms: readonly RowArm[] } {
  if (access.kind !== 'rule' || !access.arms || access.rule || access.master) return false
  const ways = access.arms.map((arm) => arm.ways)
  return ways.flat().length <= maxWays && ways.every((each) => each?.every(isOrdered))
}

const isOrdered = (way: RowWay): boolean => way.kind !== 'scope' || way.departments !== null

/** Departments and grantees of all ways: each is looked into by itself. */
export function pagesMerged({ access, user }: Pick<QueryContext, 'access' | 'user'>, object: string): number {
  const rule = access(object, 'read')
  const ways = rule.kind === 'rule' ? (rule.arms ?? []).flatMap((arm) => arm.ways ?? []) : []
  return ways.reduce((sum, way) => sum + pagesOf(way, user), 1)
}

function pagesOf(way: RowWay, { access }: QueryContext['user']): number {
  if (way.kind === 'granted') return countOfIds(access?.[granteesOf(way)])
  if (way.kind !== 'scope' || way.departments === null || 'one' in way.departments) return 1
  return countOfIds(access?.[way.departments.list])
}

export interface MergeSpec {
  /** rows without a condition of access */
  rows: Selection
  /** conditions on rows whose keys these are: those after the cursor */
  after(keys: readonly OrderKey[]): readonly string[]
  keys: readonly OrderKey[]
  limit: number
}

/** SQL of `id` of the rows of a page: the first ones of each way, and of these the first. */
export function mergedIds(env: SqlEnvironment, object: CompiledObject, spec: MergeSpec): string {
  const access = env.access(object.name, 'read')
  if (!isMergeable(access)) throw new Error(`The rows of ${object.name} are not kept in order by way`)
  const parts = access.arms.flatMap((arm) =>
    (arm.ways ?? []).map((way) => `(${firstRows(env, object, spec, { arm, way })})`),
  )
  return `select m."id" from (${parts.join(' union ')}) m order by ${byKeys(spec)} limit ${spec.limit}`
}

const byKeys = ({ keys }: MergeSpec): string =>
  keys.map(({ descending }, i) => `m.fw_k${i}${descending ? ' desc' : ''}`).join(', ')

interface OneWay {
  arm: RowArm
  way: RowWay
}

/** An index begins with the department or the grantee, so each of several is a scan of its own. */
function firstRows(env: SqlEnvironment, object: CompiledObject, spec: MergeSpec, { arm, way }: OneWay): string {
  if (way.kind === 'granted') return grantedRows(env, object, spec, { arm, way })
  const record = testedRecord(env, object, 'o')
  const list = way.kind === 'scope' && way.departments && 'list' in way.departments ? way.departments.list : null
  const rest: RowWay = way.kind === 'scope' && list !== null ? { ...way, departments: null } : way
  const condition = armSql(env, record, { arm: { where: arm.where, ways: [rest] }, many: 'each' })
  if (list === null) return page(spec, [condition])
  const departments = env.parameters.bind({ from: 'access', key: list }, 'uuid[]')
  const d = env.alias()
  const isThere = `o.${quoteName(storedColumn(fieldOf(object, 'owner_department')))} = ${d}.id`
  const pages = `select m.* from unnest(${departments}) ${d} (id), lateral (${page(spec, [isThere, condition])}) m`
  return `${pages} order by ${byKeys(spec)} limit ${spec.limit}`
}

function page({ rows, after, keys, limit }: MergeSpec, conditions: readonly string[]): string {
  const all = [...conditions, ...after(keys)]
  return `select ${columnsOf(keys)}${fromRows(rows, all)} ${orderBy(keys)} limit ${limit}`
}

const columnsOf = (keys: readonly OrderKey[]): string =>
  ['o."id"', ...keys.map(({ sql }, i) => `${sql} as fw_k${i}`)].join(', ')

type Granted = Extract<RowWay, { kind: 'granted' }>

/**
 * Entries know the age of their records, so an index keeps them in the order of the list. A record that several of them
 * name counts once: the page would end too soon.
 */
function grantedRows(
  env: SqlEnvironment,
  object: CompiledObject,
  { rows, after, keys, limit }: MergeSpec,
  { arm, way }: { arm: RowArm; way: Granted },
): string {
  const [a, g] = [env.alias(), env.alias()]
  const own = keys.map((key): OrderKey => ({ ...key, sql: `${a}.${ageColumns[key.path.join('.')]}` }))
  const conditions = [
    armSql(env, testedRecord(env, object, 'o'), { arm: { where: arm.where, ways: null }, many: 'each' }),
    ...grantedConditions(env, a, { object: object.name, way, grantee: `${g}.id` }),
    ...after(own),
  ]
  // the offset keeps the filter out: else a rare one would be looked for in the whole table, for each grantee anew
  const source = `fw_access ${a}, lateral (select o.* from ${rows.source} where o."id" = ${a}.record_id offset 0) o`
  const distinct = own.map(({ sql }) => sql).join(', ')
  const first = `select distinct on (${distinct}) ${columnsOf(keys)}${fromRows({ ...rows, source }, conditions)} ${orderBy(own)} limit ${limit}`
  const grantees = env.parameters.bind({ from: 'access', key: granteesOf(way) }, 'uuid[]')
  return `select distinct m.* from unnest(${grantees}) ${g} (id), lateral (${first}) m`
}

/** What an entry knows of its record, by the fields that a merge is ordered by. */
const ageColumns: Readonly<Record<string, string>> = { created_at: 'created_at', id: 'record_id' }
