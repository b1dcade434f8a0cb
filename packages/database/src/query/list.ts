import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { CountMode, ListInput, QueryContext } from './context.ts'
import { estimateCount } from './count.ts'
import { parseExpand } from './expand.ts'
import type { ExpandPlan } from './expand.ts'
import { selectRecord } from './expand-sql.ts'
import { cursorScope, decodeCursor, encodeCursor } from './cursor.ts'
import type { CursorValues } from './cursor.ts'
import { parseFilter } from './filter.ts'
import type { Filter } from './filter.ts'
import { keysetCondition, nullMask, orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import { listShape, noteTime } from './list-shape.ts'
import type { ListShape } from './look-up.ts'
import { outputFields } from './output.ts'
import { readLimit } from './limit.ts'
import type { ParameterValues } from './parameters.ts'
import { asReadProblem } from './read-error.ts'
import { pathSql } from './record-scope.ts'
import { trackedScope } from './record-source.ts'
import { fromRows, hasText, selectRows } from './selection.ts'
import type { Selection, SelectionSpec } from './selection.ts'
import { parseSort } from './sort.ts'
import type { SortKey } from './sort.ts'
import { childrenSql } from './tree.ts'
import { createEnvironment, environmentKey, namesKey } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { likePattern, quoteName } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

const defaultLimit = 50
const maxLimit = 500
/** above this an estimated count comes from the planner's statistics */
const exactUpTo = 1_000

/** A list request whose parts have been checked. */
interface ListPlan {
  object: CompiledObject
  keys: SortKey[]
  /** what a cursor of this list belongs to */
  scope: string
  limit: number
}

/**
 * One page of records as the JSON text of `{"data":[…],"page":{"after","count"}}`. PostgreSQL writes the rows; they
 * are passed on without being parsed. `after` is null on the last page, `count` unless it was asked for.
 *
 * @throws unknown_field, invalid_expression, invalid_cursor, invalid_request (limit, sort, expand), too_slow
 */
export async function listRecords(ctx: QueryContext, input: ListInput): Promise<string> {
  const plan = planOf(ctx, input)
  const filter = parseFilter(ctx, input.object, input.filter)
  const after = input.after === undefined ? null : decodeCursor(input.after, plan.scope, plan.keys)
  const expand = parseExpand(ctx, { object: input.object, expand: input.expand, limit: plan.limit })
  const values = valuesOf(ctx, { input, filter, after, expand })
  const chosen = listShape(ctx, input.object)
  const shape = chosen instanceof Promise ? await chosen : chosen
  const request = { input, plan, filter, after, expand, shape }
  const [row] = await readPage(ctx, request, values).catch(asReadProblem)
  if (!row) throw new Error('A list statement returned no row')
  const [data, rows, count, ...keys] = row
  const last = rows > plan.limit ? JSON.stringify(encodeCursor(plan.scope, keys)) : null
  return `{"data":[${pageOf(data, rows > plan.limit)}],"page":{"after":${last},"count":${await countOf(ctx, input, count)}}}`
}

type PageRow = [string | null, number, string | null, ...CursorValues]

/**
 * A walk past rows of others is as long as they are many: one that proves slow is not tried again soon, and one that
 * was cancelled is answered the other way.
 */
async function readPage(ctx: QueryContext, request: ListRequest, values: ParameterValues): Promise<PageRow[]> {
  const { input, shape } = request
  const read = (by: ListShape) => runStatement<PageRow>(ctx.db, statementOf(ctx, { ...request, shape: by }), values)
  const access = ctx.access(input.object, 'read')
  if (access.kind !== 'rule' || !access.arms) return read(shape)
  const start = performance.now()
  try {
    return await read(shape)
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.queryCanceled || ctx.isBound || shape === 'index') throw error
    return await read('index')
  } finally {
    noteTime(ctx, input.object, { shape, ms: performance.now() - start })
  }
}

/** Records are separated by newlines, which JSON text never holds; the one beyond the page is cut off. */
function pageOf(data: string | null, hasMore: boolean): string {
  if (data === null) return ''
  return hasMore ? data.slice(0, data.lastIndexOf('\n') - 1) : data
}

async function countOf(ctx: QueryContext, input: ListInput, count: string | null): Promise<string | null> {
  if (input.count !== 'estimated' || Number(count) <= exactUpTo) return count
  return String(Math.max(exactUpTo + 1, await estimateCount(ctx, input)))
}

function planOf(ctx: QueryContext, { object: name, sort, limit }: ListInput): ListPlan {
  const object = ctx.catalog.object(name)
  const { keys, scope } = cached(ctx.catalog, `order\n${namesKey(ctx)}${name}\n${sort ?? ''}`, () => {
    const parsed = parseSort(ctx, object, sort)
    return { keys: parsed, scope: cursorScope(name, parsed) }
  })
  return { object, keys, scope, limit: readLimit(limit, { fallback: defaultLimit, max: maxLimit }) }
}

interface ListRequest {
  input: ListInput
  plan: ListPlan
  filter: Filter | null
  after: CursorValues | null
  expand: ExpandPlan
  shape: ListShape
}

function valuesOf(
  ctx: QueryContext,
  { input, filter, after, expand }: Omit<ListRequest, 'plan' | 'shape'>,
): ParameterValues {
  const inputs: Record<string, unknown> = {
    ...expand.inputs,
    q: input.q === undefined ? undefined : likePattern(input.q),
  }
  if (input.tree?.parent) inputs.parent = input.tree.parent
  after?.forEach((value, i) => (inputs[`k${i}`] = value))
  return { user: ctx.user, now: ctx.now, literals: filter?.literals, inputs }
}

function statementOf(ctx: QueryContext, request: ListRequest): CompiledStatement {
  const { input, plan, filter, after, expand, shape } = request
  const parts = [
    'list',
    plan.object.name,
    environmentKey(ctx),
    input.fields?.join(','),
    input.sort,
    plan.limit,
    input.count,
    after && nullMask(after),
    hasText(input.q) ? 'q' : '',
    filter?.expression.shape,
    expand.shape,
    shape,
    input.tree && (input.tree.parent === null ? 'top' : 'below'),
  ]
  return cached(ctx.catalog, JSON.stringify(parts), () => compileList(ctx, request))
}

/**
 * Rows are chosen and limited first, one more than the page; labels and paths are then read for these only.
 * The limit is a literal: with a parameter the planner prices it at a tenth of the table. Names beside the columns
 * begin with `fw_`, which no field does.
 */
function compileList(ctx: QueryContext, { input, plan, filter, after, expand, shape }: ListRequest): CompiledStatement {
  const { object, limit } = plan
  const env = createEnvironment(ctx)
  const rows = selectRows(env, object, { filter, search: hasText(input.q), tree: input.tree, shape })
  const keys = plan.keys.map((key): OrderKey => ({ ...key, sql: pathSql(env, rows.joins.scope, key.path) }))
  const { scope, columns } = trackedScope(env, object, 'o')
  const more = input.tree ? [childrenSql(env, scope)] : []
  const record = selectRecord(env, scope, {
    fields: outputFields(env, object, input.fields),
    expand: expand.nodes,
    more,
  })
  const keyset = after ? [keysetCondition(env, keys, nullMask(after))] : []
  const selected = { filter, search: hasText(input.q), tree: input.tree }
  const count = countSql(env, { object, mode: input.count ?? 'none', ...selected })
  const chosen = [...columns].map((column) => `o.${quoteName(column)}`)
  const ordered = keys.map(({ sql }, i) => `${sql} as fw_k${i}`)
  const inner = `select ${[...chosen, ...ordered].join(', ')}${fromRows(rows, keyset)} ${orderBy(keys)} limit ${limit + 1}`
  const cursor = keys.map((_, i) => `(array_agg(o.fw_k${i}))[${limit}]::text`)
  const text =
    `select string_agg(row_to_json(fw_t)::text, E',\\n'), count(*)::int, ${count}, ${cursor.join(', ')}` +
    ` from (${inner}) o, lateral (${record}) fw_t`
  return compileStatement(text, env.parameters.sources)
}

interface CountSpec extends SelectionSpec {
  object: CompiledObject
  mode: CountMode
}

/** Of all rows of the selection, not of the page; an estimate is exact as long as the rows are few. */
function countSql(env: SqlEnvironment, { object, mode, ...selected }: CountSpec): string {
  if (mode === 'none') return 'null'
  const rows: Selection = selectRows(env, object, selected)
  if (mode === 'exact') return `(select count(*)${fromRows(rows)})`
  if (mode === 'estimated') return `(select count(*) from (select 1${fromRows(rows)} limit ${exactUpTo + 1}) c)`
  throw appError('invalid_request', { reason: `count=${String(mode)}` })
}
