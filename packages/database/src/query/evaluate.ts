import { checkExpression, sqlType } from '@fieldwork/expressions'
import type { ExprType } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { invalidExpression } from './filter.ts'
import { isId } from './get.ts'
import { referenceJson } from './output.ts'
import { asReadProblem } from './read-error.ts'
import { accessConditions, boundValueSql, tableScope } from './record-scope.ts'
import { createEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'
import { runOnce } from './statement.ts'
import { unknownNames } from './unknown-names.ts'

export interface EvaluateInput {
  object: string
  id: string
  /** need not be of any definition; `old` is the record as it is stored */
  expression: string
  /** the type it must have */
  expects?: ExprType
}

/** What an expression gives for a record. */
export interface Evaluated {
  type: ExprType
  /** every path of the record that it reads */
  paths: string[][]
  /** JSON text; a record as `{"id","label"}`, several as their ids */
  json: string
}

/**
 * Evaluates an expression over one record with the eyes of the actor; null when there is no such record, it is deleted
 * or hidden. Every question is a text of its own, so nothing is prepared or kept.
 *
 * @throws unknown_field, invalid_expression: every problem with its position; forbidden: a field that is masked
 */
export async function evaluateExpression(ctx: QueryContext, input: EvaluateInput): Promise<Evaluated | null> {
  const { object, expression: source, expects } = input
  const environment = typeEnvironment(ctx.catalog, object, { withOld: true, absent: unknownNames(ctx) })
  const result = checkExpression(source, environment, expects ? { expects } : {})
  if (!result.ok) throw invalidExpression(result.problems, object)
  if (!isId(input.id)) return null
  const literals: unknown[] = []
  const env = createEnvironment(ctx)
  const target = ctx.catalog.object(object)
  const stored = tableScope(env, target, 'o', 'actor')
  const scope = { ...stored, records: { old: stored } }
  const value = boundValueSql(env, scope, result.expression, (literal, type) =>
    env.parameters.bind({ from: 'literal', index: literals.push(literal) - 1 }, sqlType(type)),
  )
  const { type, paths } = result.expression
  const shown = type.kind === 'record' ? referenceJson(env, value, ctx.catalog.object(type.object)) : value
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const conditions = [`o."id" = ${id}`, 'o."deleted_at" is null', ...accessConditions(env, target, 'o')]
  const text = `select to_json(${shown})::text from ${quoteName(target.table)} o where ${conditions.join(' and ')}`
  const values = { user: ctx.user, now: ctx.now, literals, inputs: { id: input.id } }
  const statement = { text, sources: env.parameters.sources }
  const [row] = await runOnce<[string | null]>(ctx.db, statement, values).catch(asReadProblem)
  return row ? { type, paths, json: row[0] ?? 'null' } : null
}
