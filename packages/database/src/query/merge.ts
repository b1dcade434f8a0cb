import type { CompiledObject } from '@fieldwork/metadata'
import { countOfIds } from '../access/bound-ids.ts'
import { armSql } from './access-arms.ts'
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

/** Departments of all ways: each is looked into by itself. */
export function departmentsMerged({ access, user }: Pick<QueryContext, 'access' | 'user'>, object: string): number {
  const rule = access(object, 'read')
  const ways = rule.kind === 'rule' ? (rule.arms ?? []).flatMap((arm) => arm.ways ?? []) : []
  return ways.reduce((sum, way) => sum + departmentsOf(way, user), 1)
}

function departmentsOf(way: RowWay, { access }: QueryContext['user']): number {
  if (way.kind !== 'scope' || way.departments === null || 'one' in way.departments) return 1
  return countOfIds(access?.[way.departments.list])
}

export interface MergeSpec {
  /** rows without a condition of access */
  rows: Selection
  /** what else holds for a row: those after the cursor */
  more: readonly string[]
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

/** An index begins with the department, so each of several is a scan of its own. */
function firstRows(env: SqlEnvironment, object: CompiledObject, spec: MergeSpec, { arm, way }: OneWay): string {
  const record = testedRecord(env, object, 'o')
  const list = way.kind === 'scope' && way.departments && 'list' in way.departments ? way.departments.list : null
  const rest: RowWay = way.kind === 'scope' && list !== null ? { ...way, departments: null } : way
  const many = way.kind === 'granted' ? 'index' : 'each'
  const condition = armSql(env, record, { arm: { where: arm.where, ways: [rest] }, many })
  if (list === null) return page(spec, [condition])
  const departments = env.parameters.bind({ from: 'access', key: list }, 'uuid[]')
  const d = env.alias()
  const isThere = `o.${quoteName(storedColumn(fieldOf(object, 'owner_department')))} = ${d}.id`
  const pages = `select m.* from unnest(${departments}) ${d} (id), lateral (${page(spec, [isThere, condition])}) m`
  return `${pages} order by ${byKeys(spec)} limit ${spec.limit}`
}

function page({ rows, more, keys, limit }: MergeSpec, conditions: readonly string[]): string {
  const columns = keys.map(({ sql }, i) => `${sql} as fw_k${i}`)
  return `select o."id", ${columns.join(', ')}${fromRows(rows, [...conditions, ...more])} ${orderBy(keys)} limit ${limit}`
}
