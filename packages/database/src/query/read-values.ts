import { sqlType } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { asReadProblem } from './read-error.ts'
import {
  accessConditions,
  boundSql,
  boundValueSql,
  followBySubquery,
  storedColumn,
  tableScope,
} from './record-scope.ts'
import type { Eyes, KnownValue, RecordScope } from './record-scope.ts'
import { createEnvironment } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'
import { runOnce } from './statement.ts'

/** What stands around expressions of a run. */
export interface Surroundings {
  /** whose fields bare names are, and the variables `record` and `old`; null: there is no record */
  record: { object: string; id: string } | null
  /** by field: what it held before the write that `old` is about; null: the record was new */
  old: Readonly<Record<string, unknown>> | null
  /** by variable: a value, JSON in parts */
  values: Readonly<Record<string, { type: ExprType; value: unknown }>>
  /** whose rights decide what is seen; `system` sees all */
  eyes: Eyes
  /** who `user` is, where that is not who acts */
  user?: { id: string | null; name: string; username: string }
}

export interface ValuesInput extends Surroundings {
  expressions: Readonly<Record<string, CheckedExpression>>
}

/**
 * Evaluates expressions with what stands around them, all in one statement. A deleted record still has its values; one
 * that is not there, or hidden, has none.
 */
export async function readValues(ctx: QueryContext, input: ValuesInput): Promise<Record<string, unknown>> {
  const names = Object.keys(input.expressions)
  if (names.length === 0) return {}
  const open = openSurroundings(ctx, input)
  const { env, scope, from, bind } = open
  const columns = names.map((name) => `to_json(${boundValueSql(env, scope, input.expressions[name]!, bind)})`)
  const text = `select ${columns.join(', ')} from ${from}`
  const [row = []] = await run<unknown[]>(ctx, input, { text, ...open })
  return Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))
}

export interface FindInput extends Surroundings {
  /** whose records are looked for */
  object: string
  /** over these records; the surroundings' record is `record` there; null: every record */
  where: CheckedExpression | null
  /** a reference that leads to the surroundings' record, for the records of a collection */
  via?: string
  /** `-amount,name`; default: oldest first */
  sort?: string
  /** by field: what they have to hold there, as JSON */
  holds?: Readonly<Record<string, unknown>>
  /** only some of these */
  ids?: readonly string[]
  /** only those with a higher id, in the order of their ids, so that all can be gone through in parts; null: from the first */
  after?: string | null
  limit: number
}

/** Ids of records that fulfil a condition in which what stands around it has a say. */
export async function findRecordIds(ctx: QueryContext, input: FindInput): Promise<string[]> {
  const open = openSurroundings(ctx, input)
  const { env, bind, scope: around } = open
  const object = ctx.catalog.object(input.object)
  const found = {
    ...tableScope(env, object, 'f', input.eyes),
    values: around.values,
    records: { ...around.records, ...open.named },
  }
  const conditions = [
    'f."deleted_at" is null',
    ...(input.eyes === 'actor' ? accessConditions(env, object, 'f') : []),
    ...(input.after ? [`f."id" > ${literal(env, input.after, 'uuid', open.literals)}`] : []),
    ...(input.ids ? [`f."id" = any(${literal(env, input.ids, 'uuid[]', open.literals)})`] : []),
    ...holdsSql(object, input.holds ?? {}, (values) => literal(env, values, 'jsonb', open.literals)),
    ...(input.where ? [boundSql(env, found, input.where, bind)] : []),
    ...(input.via === undefined || !input.record
      ? []
      : [`${found.column(field(object, input.via))} = ${literal(env, input.record.id, 'uuid', open.literals)}`]),
  ]
  const inParts = input.after !== undefined
  const order = inParts ? ['f."id"'] : [...sortTerms(object, input.sort), 'f."created_at"', 'f."id"']
  const text = `select f."id" from ${quoteName(object.table)} f, ${open.from} where ${conditions.join(' and ')} order by ${order.join(', ')} limit ${Math.trunc(input.limit)}`
  const rows = await run<[string]>(ctx, input, { text, ...open })
  return rows.map(([id]) => id)
}

/** Compares as the columns do: their types read the values. */
function holdsSql(
  object: CompiledObject,
  holds: Readonly<Record<string, unknown>>,
  bind: (values: string) => string,
): string[] {
  return Object.entries(holds).map(([name, value]) => {
    const column = storedColumn(field(object, name))
    if (value === null || value === undefined) return `f.${quoteName(column)} is null`
    const row = `jsonb_populate_record(null::${quoteName(object.table)}, ${bind(JSON.stringify({ [column]: value }))})`
    return `f.${quoteName(column)} = (${row}).${quoteName(column)}`
  })
}

function sortTerms(object: CompiledObject, sort: string | undefined): string[] {
  const terms = sort?.split(',').map((term) => term.trim()) ?? []
  return terms.map((term) => {
    const name = term.replace(/^-/, '')
    return `f.${quoteName(storedColumn(field(object, name)))} ${term.startsWith('-') ? 'desc nulls last' : 'asc nulls last'}`
  })
}

function field(object: CompiledObject, name: string): CompiledField {
  const found = object.fields.get(name)
  if (!found) throw new Error(`${object.name} has no field ${name}`)
  return found
}

interface Open {
  env: SqlEnvironment
  scope: RecordScope
  /** `record` and `old` */
  named: NonNullable<RecordScope['records']>
  from: string
  literals: unknown[]
  bind: (value: string | number | boolean, type: ExprType) => string
}

const literal = (env: SqlEnvironment, value: unknown, type: string, literals: unknown[]): string =>
  env.parameters.bind({ from: 'literal', index: literals.push(value) - 1 }, type)

function openSurroundings(ctx: QueryContext, { record, old, values, eyes }: Surroundings): Open {
  const env = createEnvironment(ctx)
  const literals: unknown[] = []
  const bind: Open['bind'] = (value, type) => literal(env, value, sqlType(type), literals)
  const known = Object.fromEntries(
    Object.entries(values).map(([name, { type, value }]): [string, KnownValue] => [
      name,
      { type, value, bind: (part, of) => literal(env, storable(part, of), valueType(part, of), literals) },
    ]),
  )
  if (!record) {
    const none = { ...tableScope(env, ctx.catalog.object('user'), 'o', eyes), values: known }
    return { env, scope: none, named: {}, from: '(select 1) one', literals, bind }
  }
  const object = ctx.catalog.object(record.object)
  const stored = tableScope(env, object, 'o', eyes)
  const named = { record: stored, old: old && pastScope(env, stored, { old, literals }) }
  const conditions = [
    `o."id" = ${literal(env, record.id, 'uuid', literals)}`,
    ...(eyes === 'actor' ? accessConditions(env, object, 'o') : []),
  ]
  const from = `(select 1) one left join ${quoteName(object.table)} o on ${conditions.join(' and ')}`
  return { env, scope: { ...stored, values: known, records: named }, named, from, literals, bind }
}

/** The record as it was: what has changed since the event is as the event tells. */
function pastScope(
  env: SqlEnvironment,
  stored: RecordScope,
  { old, literals }: { old: Readonly<Record<string, unknown>>; literals: unknown[] },
): RecordScope {
  const table = quoteName(stored.object.table)
  const column = (of: CompiledField): string => {
    if (!Object.hasOwn(old, of.name) || of.column === null) return stored.column(of)
    const row = literal(env, JSON.stringify({ [of.column]: old[of.name] }), 'jsonb', literals)
    return `(jsonb_populate_record(null::${table}, ${row})).${quoteName(of.column)}`
  }
  const follow: RecordScope['follow'] = (of, rest) =>
    followBySubquery(env, { field: of, key: column(of), rest: [...rest], eyes: stored.eyes })
  return { ...stored, column, follow }
}

/** A part of a value as a parameter takes it. */
function storable(value: unknown, type: ExprType): unknown {
  if (value === null || value === undefined) return null
  if (type.kind === 'list' && Array.isArray(value)) return value.map((item) => idOf(item))
  if (type.kind === 'record') return idOf(value)
  return typeof value === 'object' ? JSON.stringify(value) : value
}

/** Records are ids, or objects that carry one. */
const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : value

/** Of what is of any type the value tells. */
function valueType(value: unknown, type: ExprType): string {
  if (type.kind !== 'any') return sqlType(type)
  if (typeof value === 'number') return 'numeric'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'object' && value !== null ? 'jsonb' : 'text'
}

async function run<Row extends unknown[]>(
  ctx: QueryContext,
  { user }: Surroundings,
  { text, env, literals }: { text: string } & Pick<Open, 'env' | 'literals'>,
): Promise<Row[]> {
  const values = { user: user ? { ...ctx.user, ...user } : ctx.user, now: ctx.now, literals }
  return runOnce<Row>(ctx.db, { text, sources: env.parameters.sources }, values).catch(asReadProblem)
}
