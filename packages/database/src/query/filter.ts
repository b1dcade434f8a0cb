import { checkExpression, compileSql, sqlType } from '@fieldwork/expressions'
import type { CheckedExpression, ExpressionProblem, SqlRows } from '@fieldwork/expressions'
import { appError, fieldsRead, typeEnvironment } from '@fieldwork/metadata'
import type { CompiledField } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { QueryContext } from './context.ts'
import type { ParameterSource } from './parameters.ts'
import { boundSql } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import { namesKey } from './sql-environment.ts'
import { unknownNames } from './unknown-names.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { cached } from './statement-cache.ts'

/** A caller's filter: checked, with the literals that its statement binds. */
export interface Filter {
  expression: CheckedExpression
  literals: readonly unknown[]
}

/**
 * The filter of a request; null without one.
 *
 * @throws invalid_expression, unknown_field: every problem with its position
 */
export function parseFilter(ctx: QueryContext, object: string, source: string | undefined): Filter | null {
  if (source === undefined || source.trim() === '') return null
  return cached(ctx.catalog, `filter\n${namesKey(ctx)}${object}\n${source}`, () => checkFilter(ctx, object, source))
}

function checkFilter(ctx: QueryContext, object: string, source: string): Filter {
  const environment = typeEnvironment(ctx.catalog, object, { absent: unknownNames(ctx) })
  const result = checkExpression(source, environment, { expects: { kind: 'boolean' } })
  if (!result.ok) throw invalidExpression(result.problems, object)
  const closed = fieldsRead(ctx.catalog, object, result.expression).filter(({ field }) => !isFilterable(field))
  if (closed.length > 0) throw appError('invalid_request', { reason: 'filter' }, closed.map(notFilterable))
  return { expression: result.expression, literals: literalsOf(result.expression) }
}

const isFilterable = ({ property }: CompiledField): boolean => property['x-field'].filterable !== false

function notFilterable({ field: { name, label }, path }: ReturnType<typeof fieldsRead>[number]): Problem {
  return {
    code: 'not_filterable',
    message: { en: `${label.en} cannot be filtered by`, 'zh-CN': `不能按${label['zh-CN']}筛选` },
    params: { field: name, path: path.join('.') },
  }
}

/** An unknown name alone is `unknown_field`; anything else makes the expression invalid. */
export function invalidExpression(problems: ExpressionProblem[], object: string) {
  const described = problems.map(describeProblem)
  const [first] = problems
  if (first && problems.every(({ code }) => code === 'unknown_field'))
    return appError('unknown_field', { object, ...first.params, field: String(first.params?.name ?? '') }, described)
  return appError('invalid_expression', {}, described)
}

function describeProblem({ code, message, position, params }: ExpressionProblem): Problem {
  return { code, message, params: { ...params, position } }
}

const nothing = () => 'null'
const nowhere: SqlRows = { from: '', where: [], column: nothing, rows: () => nowhere }

/** The literals in the order in which the compiler asks for them. */
function literalsOf(expression: CheckedExpression): unknown[] {
  const literals: unknown[] = []
  compileSql(expression, {
    column: nothing,
    rows: () => nowhere,
    variable: nothing,
    literal: (value) => `$${literals.push(value)}`,
    now: nothing,
    today: nothing,
    timeZone: nothing,
  })
  return literals
}

const ownLiteral = (index: number): ParameterSource => ({ from: 'literal', index })

/** The filter as a condition; its literals are the statement's `literal` parameters unless it is told otherwise. */
export function filterSql(
  env: SqlEnvironment,
  scope: RecordScope,
  { expression }: Filter,
  literal: (index: number) => ParameterSource = ownLiteral,
): string {
  let index = 0
  return boundSql(env, scope, expression, (_value, type) => env.parameters.bind(literal(index++), sqlType(type)))
}
