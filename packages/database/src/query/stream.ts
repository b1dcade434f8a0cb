import type { Pool } from 'pg'
import type { Operation } from '@fieldwork/metadata'
import { openSnapshot } from '../connection/snapshot.ts'
import type { Snapshot } from '../connection/snapshot.ts'
import type { ListInput, QueryContext, RowAccess } from './context.ts'
import { selectRecord } from './expand-sql.ts'
import { parseFilter } from './filter.ts'
import type { Filter } from './filter.ts'
import { orderBy } from './keyset.ts'
import { bindValues } from './parameters.ts'
import type { ParameterValues } from './parameters.ts'
import { asReadProblem } from './read-error.ts'
import { accessConditions, pathSql } from './record-scope.ts'
import { trackedScope } from './record-source.ts'
import { fromRows, hasText, selectRows } from './selection.ts'
import { parseSort } from './sort.ts'
import { createEnvironment } from './sql-environment.ts'
import { likePattern, quoteName } from './sql-text.ts'

const batchSize = 500

/** Records that are read one after the other, however many they are. */
export interface StreamInput extends Pick<ListInput, 'object' | 'filter' | 'q' | 'sort'> {
  fields: readonly string[]
  /** what is done with them: only records are read with which the actor may do that too */
  operation: Operation
}

/** All records of a selection as they were at one moment. */
export interface RecordStream {
  count: number
  /** records as JSON texts, in the order asked for; each batch is read when the one before has been taken */
  batches(): AsyncGenerator<string[]>
  /** gives the connection back; to be called in any case */
  close(): Promise<void>
}

/**
 * Opens a stream of the records of a selection. It holds a connection until it is closed.
 *
 * @throws unknown_field, invalid_expression, invalid_request (sort), too_slow
 */
export async function streamRecords(ctx: QueryContext, pool: Pool, input: StreamInput): Promise<RecordStream> {
  const { count, rows } = statementsOf(ctx, input)
  const snapshot = await openSnapshot(pool)
  try {
    const result = await snapshot.query<{ count: string }>(count)
    await snapshot.query({ text: 'set local cursor_tuple_fraction = 1' })
    await snapshot.query({ ...rows, text: `declare fw_stream no scroll cursor for ${rows.text}` })
    return {
      count: Number(result.rows[0]?.count ?? 0),
      batches: () => readBatches(snapshot),
      close: () => snapshot.close(),
    }
  } catch (error) {
    await snapshot.close()
    return asReadProblem(error)
  }
}

async function* readBatches(snapshot: Snapshot): AsyncGenerator<string[]> {
  const fetch = { text: `fetch forward ${batchSize} from fw_stream` }
  for (;;) {
    const { rows } = await snapshot.query<{ record: string }>(fetch).catch(asReadProblem)
    if (rows.length > 0) yield rows.map(({ record }) => record)
    if (rows.length < batchSize) return
  }
}

interface BoundStatement {
  text: string
  values: unknown[]
}

function statementsOf(ctx: QueryContext, input: StreamInput): { count: BoundStatement; rows: BoundStatement } {
  const filter = parseFilter(ctx, input.object, input.filter)
  const inputs = { q: likePattern(input.q ?? '') }
  const values = { user: ctx.user, now: ctx.now, literals: filter?.literals, inputs }
  return { count: countStatement(ctx, input, { filter, values }), rows: rowsStatement(ctx, input, { filter, values }) }
}

interface Selected {
  filter: Filter | null
  values: ParameterValues
}

function countStatement(ctx: QueryContext, input: StreamInput, { filter, values }: Selected): BoundStatement {
  const env = createEnvironment(ctx)
  const object = ctx.catalog.object(input.object)
  const rows = selectRows(env, object, { filter, search: hasText(input.q) })
  const text = `select count(*)${fromRows(rows, furtherConditions(ctx, env, input))}`
  return { text, values: bindValues(env.parameters.sources, values) }
}

/** Labels and paths are read when a row is fetched, so that sorting moves columns of the record alone. */
function rowsStatement(ctx: QueryContext, input: StreamInput, { filter, values }: Selected): BoundStatement {
  const env = createEnvironment(ctx)
  const object = ctx.catalog.object(input.object)
  const rows = selectRows(env, object, { filter, search: hasText(input.q) })
  const keys = parseSort(ctx, object, input.sort).map((key) => ({
    ...key,
    sql: pathSql(env, rows.joins.scope, key.path),
  }))
  const { scope, columns } = trackedScope(env, object, 'o')
  const record = selectRecord(env, scope, { fields: input.fields, expand: [] })
  const chosen = [...columns].map((column) => `o.${quoteName(column)}`)
  const from = fromRows(rows, furtherConditions(ctx, env, input))
  const inner = `select ${chosen.join(', ') || 'null'}${from} ${orderBy(keys)} offset 0`
  const text = `select row_to_json(fw_t)::text as record from (${inner}) o, lateral (${record}) fw_t`
  return { text, values: bindValues(env.parameters.sources, values) }
}

/** Reading is part of every selection; what the operation asks beyond that comes on top. */
function furtherConditions(
  ctx: QueryContext,
  env: ReturnType<typeof createEnvironment>,
  { object: name, operation }: StreamInput,
): string[] {
  const asked = ctx.access(name, operation)
  if (sameRows(asked, ctx.access(name, 'read'))) return []
  return accessConditions(env, ctx.catalog.object(name), 'o', { operation, many: 'whole' })
}

const sameRows = (a: RowAccess, b: RowAccess): boolean =>
  a.kind === 'all' || (a.kind === 'rule' && b.kind === 'rule' && a.key === b.key)
