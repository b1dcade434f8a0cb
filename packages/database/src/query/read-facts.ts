import type { CheckedExpression } from '@fieldwork/expressions'
import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from './context.ts'
import { constantSql, fieldOf, storedColumn, tableScope, valueSql } from './record-scope.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

export interface FactsInput {
  /** stands for object, expressions and condition in the cache of statements */
  key: string
  object: string
  /** over the record, by name */
  expressions: Readonly<Record<string, CheckedExpression>>
  /** these records, deleted ones too; or the next ones by id for which the condition holds */
  of: { ids: readonly string[] } | FactsBy | { after: string | null; limit: number; where?: CheckedExpression | null }
  /** instead of the transaction's time */
  now?: Date
}

/** Records that refer to one of some by a lookup, with a date in a span; for which the condition holds. */
export interface FactsBy {
  by: string
  among: readonly string[]
  on: string
  /** dates; the last is not part of it */
  from: string
  until: string
  where?: CheckedExpression | null
}

/** What a record says, as the platform itself sees it. */
export interface RecordFacts {
  id: string
  isDeleted: boolean
  /** ISO 8601, UTC */
  createdAt: string
  /** its name where that is stored */
  name: string | null
  values: Record<string, unknown>
}

const firstId = '00000000-0000-0000-0000-000000000000'

/** Evaluates expressions over many records at once, for what the platform does by itself; no access rules apply. */
export async function readFacts(
  on: { db: Queryable; catalog: Catalog; timeZone: string },
  input: FactsInput,
): Promise<RecordFacts[]> {
  const ctx: QueryContext = {
    ...on,
    db: { query: (statement) => on.db.query(statement), transaction: nothingBegins },
    access: () => ({ kind: 'all' }),
    accessKey: 'facts',
    user: { id: null, name: '', username: '' },
    ...(input.now && { now: input.now }),
  }
  const { of } = input
  const key = `facts\n${waysOf(of)}\n${input.key}\n${environmentKey(ctx)}`
  const statement = cached(ctx.catalog, key, () => compileFacts(ctx, input))
  const inputs = 'after' in of ? { ...of, after: of.after ?? firstId, where: null } : { ...of, where: null }
  const values = { user: ctx.user, now: ctx.now, inputs }
  const rows = await runStatement<[string, boolean, string, string | null, Record<string, unknown>]>(
    on.db,
    statement,
    values,
  )
  return rows.map(([id, isDeleted, createdAt, name, found]) => ({ id, isDeleted, createdAt, name, values: found }))
}

const waysOf = (of: FactsInput['of']): string => ('ids' in of ? 'ids' : 'by' in of ? `by ${of.by} ${of.on}` : 'scan')

function nothingBegins(): never {
  throw new Error('Facts are read in the transaction that is there')
}

function compileFacts(ctx: QueryContext, { object: name, expressions, of }: FactsInput): CompiledStatement {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const scope = tableScope(env, object, 'o', 'system')
  const pairs = Object.entries(expressions).map(
    ([key, expression]) => `${quoteText(key)}, ${valueSql(env, scope, expression)}`,
  )
  const title = object.fields.get(object.nameField)
  const named = title && title.column !== null ? `o.${quoteName(storedColumn(title))}::text` : 'null::text'
  const input = (key: string, type: string) => env.parameters.bind({ from: 'input', name: key }, type)
  const holds = 'where' in of && of.where ? ` and (${constantSql(env, scope, of.where)})` : ''
  const column = (field: string) => scope.column(fieldOf(object, field))
  const parts = {
    ids: () => `o."id" = any(${input('ids', 'uuid[]')})`,
    scan: () =>
      `o."id" > ${input('after', 'uuid')} and o."deleted_at" is null${holds} order by o."id" limit ${input('limit', 'int')}`,
    by: ({ by, on }: FactsBy) =>
      `${column(by)} = any(${input('among', 'uuid[]')}) and ${column(on)} >= ${input('from', 'date')}` +
      ` and ${column(on)} < ${input('until', 'date')} and o."deleted_at" is null${holds}`,
  }
  const which = 'ids' in of ? parts.ids() : 'by' in of ? parts.by(of) : parts.scan()
  const text =
    `select o."id", o."deleted_at" is not null, to_json(o."created_at")#>>'{}', ${named},` +
    ` json_build_object(${pairs.join(', ')}) from ${quoteName(object.table)} o where ${which}`
  return compileStatement(text, env.parameters.sources)
}
