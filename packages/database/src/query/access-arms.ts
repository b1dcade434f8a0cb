import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { DepartmentScope, DimensionScope, MasterAccess, RowArm, RowWay } from './context.ts'
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
  /** the condition is tested on many rows, so what it looks up is read once instead of for each */
  many: boolean
}

/** SQL of whether one of the arms leads to the record in scope. */
export function armsSql(env: SqlEnvironment, record: TestedRecord, { arms, many }: Arms): string {
  return arms.map((arm) => `(${armSql(env, record, { arm, many })})`).join(' or ')
}

function armSql(env: SqlEnvironment, record: TestedRecord, { arm, many }: { arm: RowArm; many: boolean }): string {
  const ways = arm.ways?.map((way) => `(${waySql(env, record, { way, many })})`)
  const parts = [
    ...(ways ? [ways.length === 0 ? 'false' : `(${ways.join(' or ')})`] : []),
    ...(arm.where ? [`(${record.condition(arm.where)})`] : []),
  ]
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

function waySql(env: SqlEnvironment, record: TestedRecord, { way, many }: { way: RowWay; many: boolean }): string {
  if (way.kind === 'owner') {
    return `${record.column('owner')} = ${env.parameters.bind({ from: 'user', key: 'id' }, 'uuid')}`
  }
  if (way.kind === 'granted') return grantedSql(env, record, { way, many })
  const parts = [
    ...(way.departments ? [departmentSql(env, record, way.departments)] : []),
    ...way.dimensions.map((dimension) => dimensionSql(env, record, dimension)),
    ...(way.through ? [throughSql(record, way.through)] : []),
  ]
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

type Granted = Extract<RowWay, { kind: 'granted' }>

/** Of one record the entry is looked for; for many all entries of the actor are read once and hashed. */
function grantedSql(env: SqlEnvironment, record: TestedRecord, { way, many }: { way: Granted; many: boolean }): string {
  const { as, level } = way
  const mine = as === 'member' ? bound(env, 'me') : bound(env, 'grantees')
  const id = record.column('id')
  const a = env.alias()
  const conditions = [
    `${a}.object = ${quoteText(record.object.name)}`,
    `${a}.grantee = any(${mine})`,
    `${a}.kind = ${quoteText(as)}`,
    ...(level === 2 ? [`${a}.level = 2`] : []),
    `(${a}.expires is null or ${a}.expires > now())`,
  ]
  if (many) return `${id} in (select ${a}.record_id from fw_access ${a} where ${conditions.join(' and ')})`
  return `exists (select 1 from fw_access ${a} where ${a}.record_id = ${id} and ${conditions.join(' and ')})`
}

function departmentSql(env: SqlEnvironment, record: TestedRecord, scope: DepartmentScope): string {
  const department = record.column('owner_department')
  if ('one' in scope) return `${department} = ${env.parameters.bind({ from: 'access', key: scope.one }, 'uuid')}`
  return `${department} in (select unnest(${bound(env, scope.list)}))`
}

/** A list shares a value with those of the actor; what has no value is not shown. */
function dimensionSql(env: SqlEnvironment, record: TestedRecord, { path, list }: DimensionScope): string {
  const sql = record.path(path)
  const values = bound(env, list)
  return isList(env, record, path) ? `${sql} && ${values}` : `${sql} in (select unnest(${values}))`
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
