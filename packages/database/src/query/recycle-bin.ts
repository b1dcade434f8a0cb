import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { keysetCondition, orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import { readLimit } from './limit.ts'
import { nameSql } from './masked-field.ts'
import { referenceJson } from './output.ts'
import { accessConditions, pathSql, tableScope } from './record-scope.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

export interface RecycleBinInput {
  /** objects to look in; those whose records the actor may not delete show nothing */
  objects: string[]
  /** 1 to 500, default 50 */
  limit?: number
  /** cursor of the page before */
  after?: string
}

const key = (sql: string, type: string): OrderKey => ({ sql, type, path: [], descending: true, notNull: true })
const keys: readonly OrderKey[] = [key('o."deleted_at"', 'timestamptz'), key('o."id"', 'uuid')]

/**
 * Deleted records that the actor may bring back, newest first, as the JSON text of
 * `{"data":[{object,id,label,deleted_at,deleted_by}],"page":{"after"}}`.
 *
 * @throws invalid_cursor, invalid_request (limit)
 */
export async function listRecycleBin(
  ctx: QueryContext,
  { objects, limit: asked, after }: RecycleBinInput,
): Promise<string> {
  const limit = readLimit(asked, { fallback: 50, max: 500 })
  const scope = 'recycle-bin'
  const values = after === undefined ? null : decodeCursor(after, scope, keys)
  if (objects.length === 0) return '{"data":[],"page":{"after":null}}'
  const parts = ['recycle-bin', environmentKey(ctx), objects, limit, values !== null]
  const statement = cached(ctx.catalog, JSON.stringify(parts), () =>
    compileBin(ctx, { objects, limit, isContinued: values !== null }),
  )
  const inputs = { k0: values?.[0], k1: values?.[1] }
  const [row] = await runStatement<[string | null, number, string, string]>(ctx.db, statement, {
    user: ctx.user,
    now: ctx.now,
    inputs,
  })
  const [data, count, ...last] = row ?? [null, 0, '', '']
  const hasMore = count > limit
  const rows = data === null ? '' : hasMore ? data.slice(0, data.lastIndexOf('\n') - 1) : data
  return `{"data":[${rows}],"page":{"after":${hasMore ? JSON.stringify(encodeCursor(scope, last)) : null}}}`
}

interface BinSpec {
  objects: readonly string[]
  limit: number
  isContinued: boolean
}

function compileBin(ctx: QueryContext, { objects, limit, isContinued }: BinSpec): CompiledStatement {
  const env = createEnvironment(ctx)
  const keyset = isContinued ? [keysetCondition(env, keys, '11')] : []
  const tail = `${orderBy(keys)} limit ${limit + 1}`
  const arms = objects.map((name) => `(${armOf(env, ctx.catalog.object(name), keyset)} ${tail})`)
  const deletedBy = referenceJson(env, 'o."deleted_by"', ctx.catalog.object('user'))
  const outputs = `o.object, o."id", o.label, o."deleted_at", ${deletedBy} as deleted_by`
  const text =
    `select string_agg(row_to_json(t)::text, E',\\n'), count(*)::int, (array_agg(o."deleted_at"))[${limit}]::text,` +
    ` (array_agg(o."id"))[${limit}]::text from (select * from (${arms.join(' union all ')}) o ${tail}) o,` +
    ` lateral (select ${outputs}) t`
  return compileStatement(text, env.parameters.sources)
}

function armOf(env: SqlEnvironment, object: CompiledObject, keyset: readonly string[]): string {
  const scope = tableScope(env, object, 'o', 'actor')
  const label = nameSql(env, scope, (path) => pathSql(env, scope, path))
  const conditions = [
    'o."deleted_at" is not null',
    ...accessConditions(env, object, 'o', { operation: 'delete' }),
    ...keyset,
  ]
  return (
    `select ${quoteText(object.name)} as object, o."id", ${label}::text as label, o."deleted_at", o."deleted_by"` +
    ` from ${quoteName(object.table)} o where ${conditions.join(' and ')}`
  )
}
