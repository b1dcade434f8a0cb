import { createHabit } from '../connection/planning.ts'
import { plannedFor } from './agreed-planning.ts'
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
import { emptiesLast } from './empties-last.ts'
import { keysetCondition, nullMask, orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import { listShape, noteTime, otherShape, wholeShape } from './list-shape.ts'
import type { ShapeQuestion } from './choose-shape.ts'
import type { ListShape } from './look-up.ts'
import { mergedIds } from './merge.ts'
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
  /** newest or oldest first, as indexes keep the rows of owners and departments */
  isByAge: boolean
  isWalked: boolean
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
  const request = { input, plan, filter, after, expand }
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
async function readPage(ctx: QueryContext, request: Asked, values: ParameterValues): Promise<PageRow[]> {
  const access = ctx.access(request.input.object, 'read')
  const mayAgree = canAgree(ctx, request)
  const read = async (shape: ListShape, whole: ListShape = 'whole') => {
    const statement = statementOf(ctx, { ...request, shape, whole })
    return runStatement<PageRow>(ctx.db, mayAgree ? await plannedFor(ctx, statement, values) : statement, values)
  }
  if (access.kind !== 'rule' || !access.arms) return read('once')
  const question = questionOf(request)
  const shape = await listShape(ctx, question)
  const whole = isCounted(request.input) ? await wholeShape(ctx, question.object) : 'whole'
  const start = performance.now()
  try {
    return await read(shape, whole)
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.queryCanceled || ctx.isBound) throw error
    return await read(otherShape(ctx, question, shape), whole)
  } finally {
    noteTime(ctx, question, { shape, ms: performance.now() - start })
  }
}

/** First pages, in a moment that is not given: other values hardly come again. */
const canAgree = ({ isBound, now }: QueryContext, { input, filter, after }: Asked): boolean =>
  filter !== null && after === null && !isBound && now === undefined && isPaged(input)

const isCounted = ({ count = 'none' }: ListInput): boolean => count !== 'none'

function questionOf({ input: { object, sort, q, count = 'none', tree }, plan, filter }: Asked): ShapeQuestion {
  const request = [sort, hasText(q), count, tree === undefined, filter?.expression.shape].join(' ')
  return { object, request, isByAge: plan.isByAge, isWalked: plan.isWalked, limit: plan.limit + 1 }
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
  const { keys, scope, ...order } = cached(ctx.catalog, `order\n${namesKey(ctx)}${name}\n${sort ?? ''}`, () => {
    const parsed = parseSort(ctx, object, sort)
    return {
      keys: parsed,
      scope: cursorScope(name, parsed),
      isByAge: keepsAge(parsed),
      isWalked: isWalked(object, parsed),
    }
  })
  return { object, keys, scope, ...order, limit: readLimit(limit, { fallback: defaultLimit, max: maxLimit }) }
}

const keepsAge = (keys: readonly SortKey[]): boolean =>
  keys.map(({ path }) => path.join('.')).join() === 'created_at,id' && keys[0]?.descending === keys[1]?.descending

/** Whether an index may lead through the rows in the order of the first key. */
function isWalked({ fields }: CompiledObject, [first]: readonly SortKey[]): boolean {
  const field = first?.path.length === 1 ? fields.get(first.path[0] ?? '') : undefined
  if (field === undefined) return false
  const { indexed, unique } = field.property['x-field']
  return walked.has(field.name) || indexed === true || Boolean(unique)
}

const walked: ReadonlySet<string> = new Set(['created_at', 'id'])

interface Asked {
  input: ListInput
  plan: ListPlan
  filter: Filter | null
  after: CursorValues | null
  expand: ExpandPlan
}

interface ListRequest extends Asked {
  shape: ListShape
  /** how the rows are found that are counted */
  whole: ListShape
}

function valuesOf(ctx: QueryContext, { input, filter, after, expand }: Omit<Asked, 'plan'>): ParameterValues {
  const inputs: Record<string, unknown> = {
    ...expand.inputs,
    q: input.q === undefined ? undefined : likePattern(input.q),
  }
  if (input.tree?.parent) inputs.parent = input.tree.parent
  after?.forEach((value, i) => (inputs[`k${i}`] = value))
  return { user: ctx.user, now: ctx.now, literals: filter?.literals, inputs }
}

function statementOf(ctx: QueryContext, request: ListRequest): CompiledStatement {
  const { input, plan, filter, after, expand, shape, whole } = request
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
    whole,
    input.tree && (input.tree.parent === null ? 'top' : 'below'),
  ]
  return cached(ctx.catalog, JSON.stringify(parts), () => compileList(ctx, request))
}

/**
 * Rows are chosen and limited first, one more than the page; labels and paths are then read for these only.
 * The limit is a literal: with a parameter the planner prices it at a tenth of the table. Names beside the columns
 * begin with `fw_`, which no field does.
 */
function compileList(ctx: QueryContext, request: ListRequest): CompiledStatement {
  const { input, plan, filter, after, expand, shape, whole } = request
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
  const keyset = (own: readonly OrderKey[]) => (after ? [keysetCondition(env, own, nullMask(after))] : [])
  const selected = { filter, search: hasText(input.q), tree: input.tree }
  const count = countSql(env, { object, mode: input.count ?? 'none', ...selected, shape: whole })
  const chosen = [...columns].map((column) => `o.${quoteName(column)}`)
  const ordered = keys.map(({ sql }, i) => `${sql} as fw_k${i}`)
  const found = () =>
    shape === 'merge'
      ? ` from (${mergedIds(env, object, { rows, after: keyset, keys, limit: limit + 1 })}) m join ${quoteName(object.table)} o on o."id" = m."id"`
      : fromRows(rows, keyset(keys))
  const select = `select ${[...chosen, ...ordered].join(', ')}`
  const inner = mayBeEmpty(request)
    ? emptiesLast(env, {
        keys,
        mask: after && nullMask(after),
        limit: limit + 1,
        select: (conditions) => `${select}${fromRows(rows, conditions)}`,
      })
    : `${select}${found()} ${orderBy(keys)} limit ${limit + 1}`
  const cursor = keys.map((_, i) => `(array_agg(o.fw_k${i}))[${limit}]::text`)
  const text =
    `select string_agg(row_to_json(fw_t)::text, E',\\n'), count(*)::int, ${count}, ${cursor.join(', ')}` +
    ` from (${inner}) o, lateral (${record}) fw_t`
  return compileStatement(text, env.parameters.sources, isPlannedOnce(input, filter) ? createHabit() : undefined)
}

/**
 * Whether one plan does for all values. Not where the caller's values choose the rows: a plan that suits common ones
 * walks past the whole table for a rare one, at an index scan's pace too quick to be doubted. See `plannedFor`.
 */
const isPlannedOnce = (input: ListInput, filter: Filter | null): boolean => filter === null && isPaged(input)

/**
 * Whether an index leads through all rows by a first key that may be empty. A filter that few rows pass would be asked
 * twice, once for each part.
 */
const mayBeEmpty = ({ input, filter, plan, shape }: ListRequest): boolean =>
  shape !== 'merge' && filter === null && !hasText(input.q) && plan.isWalked && plan.keys[0]?.notNull === false

/** Nothing but a page of rows in their order. */
const isPaged = (input: ListInput): boolean => input.tree === undefined && !hasText(input.q) && !isCounted(input)

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
