import type { CheckedExpression } from '@fieldwork/expressions'
import type { QueryContext } from './context.ts'
import { accessConditions, constantSql, fieldOf, tableScope, valueSql } from './record-scope.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

export interface ExpressionsInput {
  /** stands for object, expressions and condition in the cache of statements */
  key: string
  object: string
  /** its own id, or with `field` the id of the record that it refers to by that field */
  id: string
  field?: string
  /** over the record, by name */
  expressions: Readonly<Record<string, CheckedExpression>>
  /** only records for which this holds */
  where?: CheckedExpression | null
  /** name of the field by which the records are ordered before the time of their creation */
  order?: string | null
  /** records read at most */
  limit: number
}

/** What expressions give for a record. */
export interface ExpressionRow {
  id: string
  version: number
  values: Record<string, unknown>
}

/** Evaluates expressions over records that the actor may read, with his eyes; values as a caller would send them. */
export async function readExpressions(ctx: QueryContext, input: ExpressionsInput): Promise<ExpressionRow[]> {
  const key = `expressions\n${input.key}\n${environmentKey(ctx)}`
  const statement = cached(ctx.catalog, key, () => compileExpressions(ctx, input))
  const values = { user: ctx.user, now: ctx.now, inputs: { id: input.id } }
  const rows = await runStatement<[string, number, Record<string, unknown>]>(ctx.db, statement, values)
  return rows.map(([id, version, found]) => ({ id, version, values: found }))
}

function compileExpressions(ctx: QueryContext, input: ExpressionsInput): CompiledStatement {
  const object = ctx.catalog.object(input.object)
  const env = createEnvironment(ctx)
  const scope = tableScope(env, object, 'o', 'actor')
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const pairs = Object.entries(input.expressions).map(
    ([name, expression]) => `${quoteText(name)}, ${valueSql(env, scope, expression)}`,
  )
  const conditions = [
    `${input.field === undefined ? 'o."id"' : scope.column(fieldOf(object, input.field))} = ${id}`,
    'o."deleted_at" is null',
    ...accessConditions(env, object, 'o'),
    ...(input.where ? [`(${constantSql(env, scope, input.where)})`] : []),
  ]
  const order = [...(input.order ? [scope.column(fieldOf(object, input.order))] : []), 'o."created_at"', 'o."id"']
  const text =
    `select o."id", o."version", json_build_object(${pairs.join(', ')}) from ${quoteName(object.table)} o` +
    ` where ${conditions.join(' and ')} order by ${order.join(', ')} limit ${input.limit}`
  return compileStatement(text, env.parameters.sources)
}
