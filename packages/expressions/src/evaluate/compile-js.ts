import { Decimal } from 'decimal.js'
import { functionOf } from '../functions/function-table.ts'
import { objectOf } from '../functions/hierarchy-functions.ts'
import type { CallNode, CheckedExpression, EvaluationScope, ExprType, ExprValue, TypedNode } from '../types.ts'
import { compileComparison } from './comparison.ts'
import { compileMacro } from './macro.ts'
import { itemReader, pathReader } from './read-path.ts'
import type { Reader, Scope } from './read-path.ts'
import { toInstant } from './time.ts'
import { equalValues, Exact, narrow } from './value.ts'
import type { Value } from './value.ts'

/**
 * Compiles a checked expression to a function; compile once, evaluate often.
 * Calculation is exact; the result is a plain value, so a number with more than 15 digits is rounded to one.
 */
export function compileJs(expression: CheckedExpression): (scope: EvaluationScope) => ExprValue {
  const evaluate = compile(expression.node)
  if (expression.type.kind === 'boolean') return evaluate as (scope: EvaluationScope) => boolean | null
  const toResult = resultOf(expression.type)
  return (scope) => toResult(evaluate(scope))
}

function resultOf(type: ExprType): (value: Value) => ExprValue {
  if (type.kind === 'datetime') return (value) => (value === null ? null : new Date(value as number).toISOString())
  if (type.kind === 'list') {
    const itemOf = resultOf(type.of)
    return (value) => (value === null ? null : (value as Value[]).map(itemOf))
  }
  return plain
}

function plain(value: Value): ExprValue {
  if (value instanceof Decimal) return value.toNumber() + 0
  return typeof value === 'number' ? value + 0 : Array.isArray(value) ? value.map(plain) : value
}

function compile(node: TypedNode): Reader {
  switch (node.kind) {
    case 'literal':
      return constant(literalValue(node.value, node.type))
    case 'null':
      return constant(node.type.kind === 'list' ? [] : null)
    case 'path':
      return pathReader('record', node.path, node.type)
    case 'variable':
      return pathReader('variables', node.path, node.type)
    case 'item':
      return itemReader(node.name, node.path, node.type)
    case 'macro':
      return compileMacro(node, compile)
    case 'list':
      return collect(node.items.map(compile))
    case 'logic':
      return compileLogic(node.operands.map(compile), node.op === 'and')
    case 'not':
      return compileNot(compile(node.operand))
    case 'compare':
      return compileComparison(node, compile(node.left), compile(node.right))
    case 'in':
      return compileMembership(compile(node.item), compile(node.list))
    case 'choice':
      return compileChoice(compile(node.condition), compile(node.whenTrue), compile(node.whenFalse))
    case 'call':
      return compileCall(node)
  }
}

function constant(value: Value): Reader {
  return () => value
}

function literalValue(value: string | number | boolean, type: ExprType): Value {
  if (type.kind === 'datetime') return toInstant(value)
  if (type.kind === 'decimal' && typeof value === 'string') return narrow(new Exact(value))
  return value
}

function collect(items: Reader[]): (scope: Scope) => Value[] {
  return (scope) => items.map((item) => item(scope))
}

/** Three-valued: `decided` (false for and, true for or) wins over null, null over the rest. */
function compileLogic(operands: Reader[], isAnd: boolean): Reader {
  const decided = !isAnd
  return (scope) => {
    let result: Value = isAnd
    for (const operand of operands) {
      const value = operand(scope)
      if (value === decided) return decided
      if (value === null) result = null
    }
    return result
  }
}

function compileNot(operand: Reader): Reader {
  return (scope) => {
    const value = operand(scope)
    return value === null ? null : !value
  }
}

/** Null is in no list. */
function compileMembership(item: Reader, list: Reader): Reader {
  return (scope) => {
    const wanted = item(scope)
    const items = list(scope)
    if (wanted === null || !Array.isArray(items)) return false
    return items.some((candidate) => equalValues(candidate, wanted))
  }
}

function compileChoice(condition: Reader, whenTrue: Reader, whenFalse: Reader): Reader {
  return (scope) => (condition(scope) === true ? whenTrue(scope) : whenFalse(scope))
}

function compileCall(node: CallNode): Reader {
  const { js, nulls } = functionOf(node.fn)
  const args = collect(node.args.map(compile))
  const object = node.args[0] && objectOf(node.args[0].type)
  if (nulls) return (scope) => js(args(scope), scope)
  return (scope) => {
    const values = args(scope)
    return values.includes(null) ? null : js(values, scope, object)
  }
}
