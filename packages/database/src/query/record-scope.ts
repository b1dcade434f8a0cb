import { compileSql, sqlType } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, SqlBinder, SqlRows, SqlUnder } from '@fieldwork/expressions'
import { appError, isPlainObject } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { armsSql } from './access-arms.ts'
import type { TestedRecord } from './access-arms.ts'
import type { LentAccess, MasterAccess, QueryContext, RowAccess } from './context.ts'
import type { LookUp } from './look-up.ts'
import { maskedField } from './masked-error.ts'
import { parametersAs } from './parameters.ts'
import type { UserKey } from './parameters.ts'
import { pointsTo } from './pointing.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'
import { structPart } from './struct-part.ts'
import { underSql } from './under.ts'
import type { Hierarchy } from './under.ts'

/** One record as a part of a statement sees it. */
export interface RecordScope {
  object: CompiledObject
  /** whose eyes look at the records that are reached from this one */
  eyes: Eyes
  /** SQL of a stored field */
  column(field: CompiledField): string
  /** SQL of a path on the record that `field` refers to */
  follow(field: CompiledField, rest: string[]): string
  /** its own masked fields are read, too: something else keeps them from the actor */
  isRevealed?: true
  /** records that variables stand for, e.g. `old`; null = there is none, so every field of it is null */
  records?: Record<string, RecordScope | null>
  /** what else has a name: values that a run of a workflow keeps */
  values?: Readonly<Record<string, KnownValue>>
}

/** A value, JSON in parts, in which records are ids. */
export interface KnownValue {
  type: ExprType
  value: unknown
  /** makes a part of it a parameter */
  bind(part: unknown, type: ExprType): string
}

/**
 * Whose eyes a path looks through. `actor`: a hidden or deleted record is null. `system`: rules of the platform itself
 * (row rules, validation) see the row that is there.
 */
export type Eyes = 'actor' | 'system'

type BindLiteral = (value: string | number | boolean, type: ExprType) => string

/** The record in a table. */
export interface TableScope extends RecordScope {
  alias: string
}

/** The record in a table or subquery under an alias; paths become scalar subqueries. */
export function tableScope(env: SqlEnvironment, object: CompiledObject, alias: string, eyes: Eyes): TableScope {
  const column = (field: CompiledField) => `${alias}.${quoteName(storedColumn(field))}`
  const follow: RecordScope['follow'] = (field, rest) =>
    followBySubquery(env, { field, key: column(field), rest, eyes })
  return { object, alias, eyes, column, follow }
}

interface Step {
  field: CompiledField
  /** SQL of the id to follow */
  key: string
  rest: string[]
  eyes: Eyes
}

/** `(select … from target where id = key)`, with the rights of the actor where his eyes look. */
export function followBySubquery(env: SqlEnvironment, { field, key, rest, eyes }: Step): string {
  return referenceSubquery(env, { target: targetOf(env, field), key, eyes }, (scope) => pathSql(env, scope, rest))
}

/** A scalar subquery on one referenced record. */
export function referenceSubquery(
  env: SqlEnvironment,
  {
    target,
    key,
    eyes,
    evenDeleted = false,
  }: { target: CompiledObject; key: string; eyes: Eyes; evenDeleted?: boolean },
  select: (scope: RecordScope) => string,
): string {
  const alias = env.alias()
  const conditions = [
    `${alias}."id" = ${key}`,
    ...(eyes === 'actor' && !evenDeleted ? [`${alias}."deleted_at" is null`] : []),
    ...(eyes === 'actor' ? accessConditions(env, target, alias) : []),
  ]
  const selected = select(tableScope(env, target, alias, eyes))
  return `(select ${selected} from ${quoteName(target.table)} ${alias} where ${conditions.join(' and ')})`
}

type Operation = Parameters<SqlEnvironment['access']>[1]

/** The row rule on a table under an alias; none when every row is allowed. */
export function accessConditions(
  env: SqlEnvironment,
  object: CompiledObject,
  alias: string,
  {
    operation = 'read',
    withMaster = true,
    many = 'each',
  }: { operation?: Operation; withMaster?: boolean; many?: LookUp } = {},
): string[] {
  const record = tableScope(env, object, alias, 'system')
  const sql = accessSql(env, record, { access: env.access(object.name, operation), withMaster, many })
  return sql === null ? [] : [`(${sql})`]
}

/** SQL of whether an access holds for the record in scope; null = for every record. */
export function accessSql(
  env: SqlEnvironment,
  record: RecordScope,
  { access, withMaster = true, many = 'each' }: { access: RowAccess; withMaster?: boolean; many?: LookUp },
): string | null {
  if (access.kind === 'all') return null
  if (access.kind === 'none') return 'false'
  if (access.either) return eitherSql(env, record, { either: access.either, many })
  const parts = [
    ...(access.rule ? [constantSql(env, record, access.rule)] : []),
    ...(access.arms ? [armsSql(env, tested(env, record), { arms: access.arms, many })] : []),
    ...(access.master && withMaster ? [masterSql(env, record, access.master)] : []),
  ]
  return parts.length > 1 ? parts.map((part) => `(${part})`).join(' and ') : (parts[0] ?? null)
}

/** Each as a whole, its master included: what one may do with a master and another with its lines adds up to nothing. */
function eitherSql(
  env: SqlEnvironment,
  record: RecordScope,
  { either, many }: { either: readonly LentAccess[]; many: LookUp },
): string | null {
  const parts = either.map(({ as, access }) => {
    const own = as === null ? env : { ...env, parameters: parametersAs(env.parameters, as) }
    return accessSql(own, record, { access, many })
  })
  return parts.includes(null) ? null : parts.map((part) => `(${part})`).join(' or ')
}

const tested = (env: SqlEnvironment, record: RecordScope): TestedRecord => ({
  object: record.object,
  column: (name) => record.column(fieldOf(record.object, name)),
  path: (path) => pathSql(env, record, path),
  condition: (expression) => constantSql(env, record, expression),
  referred: (master) => masterSql(env, record, master),
})

/** A row of a table as arms of access test it. */
export const testedRecord = (env: SqlEnvironment, object: CompiledObject, alias: string): TestedRecord =>
  tested(env, tableScope(env, object, alias, 'system'))

function masterSql(env: SqlEnvironment, record: RecordScope, { field, object, access }: MasterAccess): string {
  const master = env.catalog.object(object)
  const alias = env.alias()
  const rule = accessSql(env, tableScope(env, master, alias, 'system'), { access })
  const conditions = [`${alias}."id" = ${record.column(fieldOf(record.object, field))}`, ...(rule ? [`(${rule})`] : [])]
  return `exists (select 1 from ${quoteName(master.table)} ${alias} where ${conditions.join(' and ')})`
}

/** SQL of a path whose names are checked here. */
export function pathSql(env: SqlEnvironment, scope: RecordScope, path: readonly string[]): string {
  const [name = '', ...rest] = path
  const field = openField(env, scope, name)
  if (rest.length === 0) return field.formula ? valueSql(env, scope, field.formula) : scope.column(field)
  if (field.reference === null) return partSql(env, scope, { field, rest })
  if (rest.length === 1 && rest[0] === 'id') return scope.column(field)
  return scope.follow(field, rest)
}

interface PartOfField {
  field: CompiledField
  rest: readonly string[]
}

/** SQL of a part of a struct, or of a field of the record that a part refers to. */
function partSql(env: SqlEnvironment, scope: RecordScope, { field, rest }: PartOfField): string {
  const part = structPart(field.type.expression(field.property), rest)
  if (!part) throw unknownField(scope.object, [field.name, ...rest].join('.'))
  const { type, beyond } = part
  const sql = part.sql(scope.column(field))
  if (beyond.length === 0 || type.kind !== 'record') return sql
  const target = env.catalog.object(type.object)
  return referenceSubquery(env, { target, key: sql, eyes: scope.eyes }, (inner) => pathSql(env, inner, beyond))
}

/** @throws forbidden: its values are hidden from the actor, so nothing may depend on them */
function openField(env: SqlEnvironment, { object, eyes, isRevealed }: RecordScope, name: string): CompiledField {
  const field = fieldOf(object, name)
  if (eyes === 'actor' && !isRevealed) demandOpen(env, object, name)
  return field
}

/** @throws forbidden: what the field holds may not be told; unknown_field: it does not exist for the actor */
export function demandOpen(
  { masked, absent }: Pick<QueryContext, 'masked' | 'absent'>,
  object: CompiledObject,
  name: string,
): void {
  if (!masked?.(object.name).has(name)) return
  const field = fieldOf(object, name)
  throw absent?.(object.name).has(name) ? unknownField(object, name) : maskedField(object, field)
}

/** The same record as rules of the platform see it. */
export function systemEyes(env: SqlEnvironment, { object, column }: RecordScope): RecordScope {
  const follow: RecordScope['follow'] = (field, rest) =>
    followBySubquery(env, { field, key: column(field), rest, eyes: 'system' })
  return { object, eyes: 'system', column, follow }
}

export function fieldOf(object: CompiledObject, name: string): CompiledField {
  const field = object.fields.get(name)
  if (!field) throw unknownField(object, name)
  return field
}

export function unknownField(object: CompiledObject, field: string) {
  return appError('unknown_field', { field, object: object.label })
}

/** A condition of the catalog (row rule, validation rule): its literals are constants of the text. */
export function constantSql(env: SqlEnvironment, scope: RecordScope, expression: CheckedExpression): string {
  return compileSql(expression, createBinder(env, scope, constantLiteral))
}

/** The value of an expression of the catalog (formula, default): null and false stay apart. */
export function valueSql(env: SqlEnvironment, scope: RecordScope, expression: CheckedExpression): string {
  return `(${compileSql(expression, createBinder(env, scope, constantLiteral), { position: 'value' })})`
}

/** A condition that a caller sent: its literals are bound. */
export function boundSql(
  env: SqlEnvironment,
  scope: RecordScope,
  expression: CheckedExpression,
  literal: BindLiteral,
): string {
  return compileSql(expression, createBinder(env, scope, literal))
}

/** The value of an expression that a caller sent: null and false stay apart. */
export function boundValueSql(
  env: SqlEnvironment,
  scope: RecordScope,
  expression: CheckedExpression,
  literal: BindLiteral,
): string {
  return `(${compileSql(expression, createBinder(env, scope, literal), { position: 'value' })})`
}

function createBinder(env: SqlEnvironment, scope: RecordScope, literal: BindLiteral): SqlBinder {
  const zone = quoteText(env.timeZone)
  const now = () => (env.bindsNow ? env.parameters.bind({ from: 'now' }, 'timestamptz') : 'now()')
  return {
    column: (path) => pathSql(env, scope, path),
    rows: (root, path) => (root === 'path' ? rowsAt(env, scope, path) : variableRows(env, scope, path)),
    variable: (path, type) => variableSql(env, scope, path, type),
    under: (asked) => underRecord(env, scope.eyes, asked),
    literal,
    now,
    today: () => `(${now()} at time zone ${zone})::date`,
    timeZone: () => zone,
  }
}

const userKeys: ReadonlySet<string> = new Set<UserKey>(['id', 'name', 'username'])

function variableSql(env: SqlEnvironment, scope: RecordScope, [name = '', ...rest]: string[], type: ExprType): string {
  if (name === 'user') return userSql(env, rest)
  const known = scope.values?.[name]
  if (known) return knownSql(env, scope.eyes, { ...known, path: rest })
  const record = scope.records?.[name]
  if (record === undefined) throw new Error(`The variable ${name} has no meaning here`)
  return record === null ? `null::${sqlType(type)}` : pathSql(env, record, rest.length === 0 ? ['id'] : rest)
}

/** A part of a value, or what a record that it names says. */
function knownSql(
  env: SqlEnvironment,
  eyes: Eyes,
  { path, ...known }: KnownValue & { path: readonly string[] },
): string {
  const { value, type, rest } = partOf(known, path)
  const sql = known.bind(value, type)
  if (type.kind !== 'record' || rest.length === 0) return sql
  const target = env.catalog.object(type.object)
  return referenceSubquery(env, { target, key: sql, eyes }, (scope) => pathSql(env, scope, rest))
}

/** Follows a path into a value as far as it is one: to its end, or to the first record. */
function partOf({ value, type }: Pick<KnownValue, 'value' | 'type'>, path: readonly string[]): Part {
  const [name, ...rest] = path
  if (name === undefined || type.kind === 'record') return { value, type, rest: path }
  const within = isPlainObject(value) ? (value[name] ?? null) : null
  const of = type.kind === 'struct' ? type.fields[name] : undefined
  return partOf({ value: within, type: of ?? { kind: 'any' } }, rest)
}

interface Part extends Pick<KnownValue, 'value' | 'type'> {
  rest: readonly string[]
}

/** The records that a value lists, or those that belong to a record that it names. */
function knownRows(
  env: SqlEnvironment,
  eyes: Eyes,
  { path, ...known }: KnownValue & { path: readonly string[] },
): SqlRows {
  const { value, type, rest } = partOf(known, path)
  if (type.kind === 'record') {
    const target = env.catalog.object(type.object)
    const at = tableScope(env, target, env.alias(), eyes)
    const isIt = `${at.column(fieldOf(target, 'id'))} = ${known.bind(value, type)}`
    return rowsAt(env, at, [...rest], stepOn(nowhere, at, [isIt, ...(eyes === 'actor' ? liveConditions(env, at) : [])]))
  }
  if (type.kind !== 'list' || type.of.kind !== 'record') throw new Error(`${path.join('.')} is no list of records`)
  const items = tableScope(env, env.catalog.object(type.of.object), env.alias(), eyes)
  const among = `${items.column(fieldOf(items.object, 'id'))} = any(${known.bind(value, type)})`
  const { tables, conditions } = stepOn(nowhere, items, [among, ...liveConditions(env, items)])
  return {
    from: tables.join(', '),
    where: conditions,
    column: (inner) => pathSql(env, items, inner.length === 0 ? ['id'] : inner),
    rows: (inner) => rowsAt(env, items, inner),
  }
}

/** Tables that lead from one record to the records of a list. */
interface Way {
  tables: readonly string[]
  conditions: readonly string[]
}

/**
 * The records of a collection, or those that a list field names, at the end of a path. Deleted ones are left out, and
 * where the actor's eyes look also those that are hidden from him or lie behind a hidden record.
 */
function rowsAt(env: SqlEnvironment, scope: RecordScope, [name = '', ...rest]: string[], way: Way = nowhere): SqlRows {
  if (rest.length === 0) return rowsOf(env, scope, name, way)
  const field = openField(env, scope, name)
  if (field.reference === null) throw unknownField(scope.object, [name, ...rest].join('.'))
  const next = tableScope(env, targetOf(env, field), env.alias(), scope.eyes)
  const seen = scope.eyes === 'actor' ? liveConditions(env, next) : []
  const isNext = `${next.column(fieldOf(next.object, 'id'))} = ${scope.column(field)}`
  return rowsAt(env, next, rest, stepOn(way, next, [isNext, ...seen]))
}

const nowhere: Way = { tables: [], conditions: [] }

const stepOn = ({ tables, conditions }: Way, { object, alias }: TableScope, more: readonly string[]): Way => ({
  tables: [...tables, `${quoteName(object.table)} ${alias}`],
  conditions: [...conditions, ...more],
})

function rowsOf(env: SqlEnvironment, scope: RecordScope, name: string, way: Way): SqlRows {
  if (scope.eyes === 'actor' && !scope.isRevealed) demandOpenList(env, scope.object, name)
  const files = scope.object.fields.get(name)
  if (files?.files) return fileRows(env, scope.column(files), way)
  const { object, link } = listAt(scope, name)
  const items = tableScope(env, env.catalog.object(object), env.alias(), scope.eyes)
  const { tables, conditions } = stepOn(way, items, [link(items), ...liveConditions(env, items)])
  return {
    from: tables.join(', '),
    where: conditions,
    column: (path) => pathSql(env, items, path.length === 0 ? ['id'] : path),
    rows: (path) => rowsAt(env, items, path),
  }
}

/** A list tells what its field holds, a collection what the field holds by which its records belong to it. */
function demandOpenList(
  env: Pick<QueryContext, 'catalog' | 'masked' | 'absent'>,
  object: CompiledObject,
  name: string,
): void {
  const collection = object.collections.get(name)
  if (!object.fields.has(name) && collection) {
    demandOpen(env, env.catalog.object(collection.object), collection.field)
  } else demandOpen(env, object, name)
}

/** Files of a list are known by their ids alone. */
function fileRows(env: SqlEnvironment, list: string, { tables, conditions }: Way): SqlRows {
  const file = env.alias()
  return {
    from: [...tables, `unnest(${list}) ${file} (id)`].join(', '),
    where: [...conditions],
    column: () => `${file}.id`,
    rows: () => {
      throw new Error('Files have no lists')
    },
  }
}

/** What the records of a list are, and by which condition one of them belongs to it. */
function listAt({ object, column }: RecordScope, name: string) {
  const collection = object.collections.get(name)
  if (collection) {
    const key = () => column(fieldOf(object, 'id'))
    const link = (item: RecordScope) => {
      const field = fieldOf(item.object, collection.field)
      return pointsTo(field, item.column(field), { object: object.name, key: key() })
    }
    return { object: collection.object, link }
  }
  const field = fieldOf(object, name)
  const kind = field.type.expression(field.property)
  if (kind.kind !== 'list' || kind.of.kind !== 'record') throw new Error(`${name} is no list of records`)
  const link = (item: RecordScope) => `${item.column(fieldOf(item.object, 'id'))} = any(${column(field)})`
  return { object: kind.of.object, link }
}

/** That a record is there, and may be seen where the actor's eyes look. */
function liveConditions(env: SqlEnvironment, { object, alias, eyes }: TableScope): string[] {
  return [`${alias}."deleted_at" is null`, ...(eyes === 'actor' ? accessConditions(env, object, alias) : [])]
}

/** The actor's eyes do not look through records that are hidden from him: what only they connect is not below. */
function underRecord(env: SqlEnvironment, eyes: Eyes, { object: name, ...asked }: SqlUnder): string {
  const object = env.catalog.object(name)
  if (object.hierarchy === null) return 'null::boolean'
  if (eyes === 'actor') demandOpen(env, object, object.hierarchy)
  const hierarchy: Hierarchy = {
    table: quoteName(object.table),
    parent: quoteName(storedColumn(fieldOf(object, object.hierarchy))),
    seen: (alias) => liveConditions(env, tableScope(env, object, alias, eyes)),
    alias: env.alias,
  }
  return underSql(hierarchy, asked)
}

/** The records at a path of a variable; a record that is not there has none. */
function variableRows(env: SqlEnvironment, scope: RecordScope, [name = '', ...rest]: string[]): SqlRows {
  const known = scope.values?.[name]
  if (known) return knownRows(env, scope.eyes, { ...known, path: rest })
  const record = name === 'user' ? userScope(env, scope.eyes) : scope.records?.[name]
  if (record === undefined) throw new Error(`The variable ${name} has no meaning here`)
  if (record) return rowsAt(env, record, rest)
  const rows = rowsAt(env, { ...scope, column: () => 'null::uuid' }, rest)
  return { ...rows, where: ['false'] }
}

/** The user's own record; what refers to it is seen with the eyes of the place. */
function userScope(env: SqlEnvironment, eyes: Eyes): RecordScope {
  const at = (field: CompiledField, rest: string[]) => userSql(env, [field.name, ...rest])
  return { object: env.catalog.object('user'), eyes, column: (field) => at(field, []), follow: at }
}

function userSql(env: SqlEnvironment, path: string[]): string {
  const [key = 'id', ...rest] = path
  const bind = (name: UserKey) => env.parameters.bind({ from: 'user', key: name }, name === 'id' ? 'uuid' : 'text')
  if (rest.length === 0 && userKeys.has(key)) return bind(key as UserKey)
  const target = env.catalog.object('user')
  return referenceSubquery(env, { target, key: bind('id'), eyes: 'system' }, (scope) => pathSql(env, scope, path))
}

function constantLiteral(value: string | number | boolean, type: ExprType): string {
  return typeof value === 'boolean' ? String(value) : `${quoteText(String(value))}::${sqlType(type)}`
}

/** The physical column of a stored field. */
export function storedColumn(field: CompiledField): string {
  if (field.column === null) throw new Error(`The field ${field.name} has no column`)
  return field.column
}
