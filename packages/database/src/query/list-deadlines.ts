import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { keysetCondition, orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import { readLimit } from './limit.ts'
import { nameSql } from './masked-field.ts'
import { accessConditions, pathSql, tableScope } from './record-scope.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

export type DeadlineState = 'open' | 'paused' | 'met' | 'missed' | 'void'

export interface DeadlinesInput {
  /** objects of whose records they are */
  objects: readonly string[]
  /** of this record alone */
  id?: string
  /** of this rule alone */
  rule?: string
  states: readonly DeadlineState[]
  /** only those that the actor is responsible for, or that were handed up to him */
  mine?: boolean
  /** 1 to 500, default 50 */
  limit?: number
  /** cursor of the page before */
  after?: string
}

/** A deadline of a record; moments in ISO 8601, UTC. */
export interface ListedDeadline {
  id: string
  rule: string
  object: string
  record: { id: string; label: string | null }
  /** first day of its period; null: it has none */
  period: string | null
  state: DeadlineState
  started_at: string
  due_at: string
  met_at: string | null
  missed_at: string | null
  /** by how much it was done late, or is late by now, in milliseconds; null: it is not late */
  late_ms: number | null
  responsible: { id: string; label: string | null }[]
  escalated: { id: string; label: string | null }[]
}

export interface DeadlinePage {
  data: ListedDeadline[]
  page: { after: string | null }
}

const key = (sql: string, type: string): OrderKey => ({ sql, type, path: [], descending: false, notNull: true })
const keys: readonly OrderKey[] = [key('d.due_at', 'timestamptz'), key('d.id', 'uuid')]
const scopeName = 'deadlines'

/**
 * Deadlines of records that the actor may read, those due first before the others.
 *
 * @throws invalid_cursor, invalid_request (limit)
 */
export async function listDeadlines(ctx: QueryContext, input: DeadlinesInput): Promise<DeadlinePage> {
  const limit = readLimit(input.limit, { fallback: 50, max: 500 })
  const after = input.after === undefined ? null : decodeCursor(input.after, scopeName, keys)
  const objects = readable(ctx, input.objects)
  if (objects.length === 0) return { data: [], page: { after: null } }
  const spec = {
    objects,
    limit,
    one: input.id !== undefined,
    byRule: input.rule !== undefined,
    mine: input.mine === true,
    isContinued: after !== null,
  }
  const name = JSON.stringify([scopeName, environmentKey(ctx), spec])
  const statement = cached(ctx.catalog, name, () => compileList(ctx, spec))
  const rows = await runStatement<[ListedDeadline, string, string]>(ctx.db, statement, {
    user: ctx.user,
    now: ctx.now,
    inputs: { id: input.id, rule: input.rule, states: input.states, k0: after?.[0], k1: after?.[1] },
  })
  const shown = rows.slice(0, limit)
  const [, due, id] = shown.at(-1) ?? []
  return {
    data: shown.map(([deadline]) => deadline),
    page: { after: rows.length > limit ? encodeCursor(scopeName, [due ?? '', id ?? '']) : null },
  }
}

/** By state: how many deadlines there are of records that the actor may read. */
export async function countDeadlines(
  ctx: QueryContext,
  input: Pick<DeadlinesInput, 'objects' | 'rule' | 'mine'>,
): Promise<Record<DeadlineState, number>> {
  const counts: Record<DeadlineState, number> = { open: 0, paused: 0, met: 0, missed: 0, void: 0 }
  const objects = readable(ctx, input.objects)
  if (objects.length === 0) return counts
  const name = JSON.stringify([
    'deadline counts',
    environmentKey(ctx),
    objects,
    input.mine === true,
    input.rule !== undefined,
  ])
  const statement = cached(ctx.catalog, name, () => {
    const env = createEnvironment(ctx)
    const conditions = [...(input.mine ? [mineSql(env)] : []), ...(input.rule === undefined ? [] : [ruleSql(env)])]
    const arms = objects.map((object) => armOf(env, ctx.catalog.object(object), { outputs: 'd.state', conditions }))
    const text = `select d.state, count(*)::int from (${arms.join(' union all ')}) d group by 1`
    return compileStatement(text, env.parameters.sources)
  })
  const values = { user: ctx.user, now: ctx.now, inputs: { rule: input.rule } }
  for (const [state, count] of await runStatement<[DeadlineState, number]>(ctx.db, statement, values)) {
    counts[state] = count
  }
  return counts
}

const readable = (ctx: QueryContext, objects: readonly string[]): string[] =>
  objects.filter((name) => ctx.catalog.objects.has(name) && ctx.access(name, 'read').kind !== 'none')

const mineSql = (env: SqlEnvironment): string =>
  `${env.parameters.bind({ from: 'user', key: 'id' }, 'uuid')} = any(d.responsible || d.escalated)`

const ruleSql = (env: SqlEnvironment): string =>
  `d.rule = ${env.parameters.bind({ from: 'input', name: 'rule' }, 'text')}`

interface ListSpec {
  objects: readonly string[]
  limit: number
  one: boolean
  byRule: boolean
  mine: boolean
  isContinued: boolean
}

function compileList(
  ctx: QueryContext,
  { objects, limit, one, byRule, mine, isContinued }: ListSpec,
): CompiledStatement {
  const env = createEnvironment(ctx)
  const input = (name: string, type: string) => env.parameters.bind({ from: 'input', name }, type)
  const conditions = [
    `d.state = any(${input('states', 'text[]')})`,
    ...(one ? [`d.record = ${input('id', 'uuid')}`] : []),
    ...(byRule ? [ruleSql(env)] : []),
    ...(mine ? [mineSql(env)] : []),
    ...(isContinued ? [keysetCondition(env, keys, '11')] : []),
  ]
  const tail = `${orderBy(keys)} limit ${limit + 1}`
  const arms = objects.map(
    (name) => `(${armOf(env, ctx.catalog.object(name), { outputs: 'd.*', conditions })} ${tail})`,
  )
  const text =
    `select ${shownSql}, d.due_at::text, d.id::text from (select * from (${arms.join(' union all ')}) d ${tail}) d` +
    ` ${orderBy(keys)}`
  return compileStatement(text, env.parameters.sources)
}

interface Arm {
  outputs: string
  conditions: readonly string[]
}

function armOf(env: SqlEnvironment, object: CompiledObject, { outputs, conditions }: Arm): string {
  const scope = tableScope(env, object, 'o', 'actor')
  const label = nameSql(env, scope, (path) => pathSql(env, scope, path))
  const all = [
    `d.object = ${quoteText(object.name)}`,
    'o."deleted_at" is null',
    ...accessConditions(env, object, 'o'),
    ...conditions,
  ]
  return (
    `select ${outputs}, ${label}::text as label from fw_deadline d join ${quoteName(object.table)} o on o."id" = d.record` +
    ` where ${all.join(' and ')}`
  )
}

const people = (column: string): string =>
  `(select coalesce(json_agg(json_build_object('id', p, 'label', u.name) order by n), '[]') from unnest(d.${column})` +
  ` with ordinality x(p, n) left join "user" u on u.id = p)`

const utc = (column: string): string =>
  `'${column}', to_char(d.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const lateSql =
  `(case when d.state in ('open', 'missed', 'met') and coalesce(d.met_at, now()) > d.due_at` +
  ` then round(extract(epoch from coalesce(d.met_at, now()) - d.due_at) * 1000)::float8 end)`

const shownSql = `json_build_object('id', d.id, 'rule', d.rule, 'object', d.object,
  'record', json_build_object('id', d.record, 'label', d.label), 'period', nullif(d.period, ''), 'state', d.state,
  ${['started_at', 'due_at', 'met_at', 'missed_at'].map(utc).join(', ')}, 'late_ms', ${lateSql},
  'responsible', ${people('responsible')}, 'escalated', ${people('escalated')})`
