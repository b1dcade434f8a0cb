import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { DepartmentScope, DimensionScope, MasterAccess, RowArm, RowWay } from './context.ts'
import type { LookUp } from './look-up.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteText } from './sql-text.ts'

/** The record that is tested, as SQL. */
export interface TestedRecord {
  object: CompiledObject
  /** of a stored field */
  column(name: string): string
  path(path: readonly string[]): string
  condition(expression: CheckedExpression): string
  /** whether the record that is referred to is open */
  referred(master: MasterAccess): string
}

interface Arms {
  arms: readonly RowArm[]
  many: LookUp
}

/** SQL of whether one of the arms leads to the record in scope. */
export function armsSql(env: SqlEnvironment, record: TestedRecord, { arms, many }: Arms): string {
  return arms.map((arm) => `(${armSql(env, record, { arm, many })})`).join(' or ')
}

/** SQL of whether one arm leads to the record in scope. */
export function armSql(
  env: SqlEnvironment,
  record: TestedRecord,
  { arm, many }: { arm: RowArm; many: LookUp },
): string {
  const ways = arm.ways && waysSql(env, record, { ways: arm.ways, many })
  const parts = [
    ...(ways ? [ways.length === 0 ? 'false' : `(${ways.join(' or ')})`] : []),
    ...(arm.where ? [`(${record.condition(arm.where)})`] : []),
  ]
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

/** Of one record its members and shares are looked for at once: each search costs as much to begin as to do. */
function waysSql(
  env: SqlEnvironment,
  record: TestedRecord,
  { ways, many }: { ways: readonly RowWay[]; many: LookUp },
): string[] {
  const granted = ways.filter((way): way is Granted => way.kind === 'granted')
  const isJoined = many === 'each' && granted.length > 1
  const alone = isJoined ? ways.filter(({ kind }) => kind !== 'granted') : ways
  const parts = alone.map((way) => waySql(env, record, { way, many }))
  return [...parts, ...(isJoined ? [anyGrantedSql(env, record, granted)] : [])].map((part) => `(${part})`)
}

/** Who has shares by himself, his department or his role is among the grantees of both. */
function anyGrantedSql(env: SqlEnvironment, record: TestedRecord, ways: readonly Granted[]): string {
  const a = env.alias()
  const widest = ways.find(({ as }) => as === 'share') ?? ways[0]!
  const entries = ways.map((way) => {
    const isHis = granteesOf(way) === granteesOf(widest) ? [] : [isGrantee(env, a, way)]
    return `(${[...isHis, ...kindConditions(a, way)].join(' and ')})`
  })
  const conditions = [
    `${a}.record_id = ${record.column('id')}`,
    `${a}.object = ${quoteText(record.object.name)}`,
    isGrantee(env, a, widest),
    `(${entries.join(' or ')})`,
    isLive(a),
  ]
  return `exists (select 1 from fw_access ${a} where ${conditions.join(' and ')})`
}

const isGrantee = (env: SqlEnvironment, a: string, way: Granted): string =>
  `${a}.grantee = any(${bound(env, granteesOf(way))})`

const kindConditions = (a: string, { as, level }: Granted): string[] => [
  `${a}.kind = ${quoteText(as)}`,
  ...(level === 2 ? [`${a}.level = 2`] : []),
]

const isLive = (a: string): string => `(${a}.expires is null or ${a}.expires > now())`

function waySql(env: SqlEnvironment, record: TestedRecord, { way, many }: { way: RowWay; many: LookUp }): string {
  if (way.kind === 'owner') {
    return `${record.column('owner')} = ${env.parameters.bind({ from: 'user', key: 'id' }, 'uuid')}`
  }
  if (way.kind === 'approver') return approverSql(env, record)
  if (way.kind === 'granted') return grantedSql(env, record, { way, many })
  const parts = [
    ...(way.departments ? [departmentSql(env, record, { scope: way.departments, many })] : []),
    ...way.dimensions.map((dimension) => dimensionSql(env, record, { ...dimension, many })),
    ...(way.through ? [throughSql(record, way.through)] : []),
  ]
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

/** Few records wait for one person, so all of them are read once. */
function approverSql(env: SqlEnvironment, record: TestedRecord): string {
  const t = env.alias()
  const conditions = [
    `${t}.assignee = any(${bound(env, 'me')})`,
    `${t}.object = ${quoteText(record.object.name)}`,
    `${t}.state = 'pending'`,
  ]
  const ids = `select ${t}.record_id from fw_approval_task ${t} where ${conditions.join(' and ')}`
  return `${record.column('id')} = any(array(${ids}))`
}

type Granted = Extract<RowWay, { kind: 'granted' }>

/** Of one record the entry is looked for; for many all entries of the actor are read once and hashed, unless probed. */
function grantedSql(env: SqlEnvironment, record: TestedRecord, { way, many }: { way: Granted; many: LookUp }): string {
  const { as } = way
  const id = record.column('id')
  const a = env.alias()
  // of one record there are few entries: to look for each grantee in the index would take longer
  const conditions = grantedConditions(env, a, { object: record.object.name, way, isFew: isProbed(many, as) })
  const entries = (selected: string, more: readonly string[] = []) =>
    `select ${selected} from fw_access ${a} where ${[...more, ...conditions].join(' and ')}`
  if (many === 'index') return `${id} = any(array(${entries(`${a}.record_id`)}))`
  const isHis = `${a}.record_id = ${id}`
  // a limit keeps the planner from reading all of them after all
  if (isProbed(many, as)) return `coalesce((${entries('true', [isHis])} limit 1), false)`
  if (many === 'each') return `exists (${entries('1', [isHis])})`
  return `${id} in (${entries(`${a}.record_id`)})`
}

const isProbed = (many: LookUp, as: Granted['as']): boolean => many.startsWith('probe') && many.includes(as)

/** The key of those who stand for the actor in such entries. */
export const granteesOf = ({ as }: Granted): string => (as === 'member' ? 'me' : 'grantees')

/** The actor's own entries of an object in the list of members and shares, or those of one grantee. */
export function grantedConditions(
  env: SqlEnvironment,
  a: string,
  { object, way, isFew = false, grantee }: { object: string; way: Granted; isFew?: boolean; grantee?: string },
): string[] {
  const isHis = grantee === undefined ? isGrantee(env, a, way) : `${a}.grantee = ${grantee}`
  return [
    `${a}.object = ${quoteText(object)}`,
    isFew ? `(${isHis}) is true` : isHis,
    ...kindConditions(a, way),
    isLive(a),
  ]
}

function departmentSql(
  env: SqlEnvironment,
  record: TestedRecord,
  { scope, many }: { scope: DepartmentScope; many: LookUp },
): string {
  const department = record.column('owner_department')
  if ('one' in scope) return `${department} = ${env.parameters.bind({ from: 'access', key: scope.one }, 'uuid')}`
  return among(department, { list: bound(env, scope.list), many })
}

/**
 * The value of a column among those of a sorted list. Each row looks for its own by halves: to hash a list of thousands
 * would take longer than to read the rows of a page. `coalesce` lets the planner expect half of the rows to pass, where
 * it would take an equation for a rare one.
 */
function among(value: string, { list, many }: { list: string; many: LookUp }): string {
  if (many === 'index') return `${value} = any(${list})`
  if (many === 'whole') return `${value} in (select unnest(${list}))`
  return `coalesce((${list})[width_bucket(${value}, ${list})] = ${value}, false)`
}

/** A list shares a value with those of the actor; what has no value is not shown. */
function dimensionSql(
  env: SqlEnvironment,
  record: TestedRecord,
  { path, list, many }: DimensionScope & { many: LookUp },
): string {
  const sql = record.path(path)
  const values = bound(env, list)
  if (isList(env, record, path)) return `${sql} && ${values}`
  return among(sql, { list: values, many: path.length > 1 && many !== 'index' ? 'whole' : many })
}

function isList(env: SqlEnvironment, record: TestedRecord, path: readonly string[]): boolean {
  let at = record.object
  let field: CompiledField | undefined
  for (const name of path) {
    if (field) at = targetOf(env, field)
    field = at.fields.get(name)
  }
  return field?.targets?.many === true
}

/** Where nothing is referred to, nothing is in the way. */
function throughSql(record: TestedRecord, through: MasterAccess): string {
  return `(${record.column(through.field)} is null or ${record.referred(through)})`
}

const bound = (env: SqlEnvironment, key: string): string => env.parameters.bind({ from: 'access', key }, 'uuid[]')
