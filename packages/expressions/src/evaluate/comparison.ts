import type { CompareNode, CompareOperator, TypedNode } from '../types.ts'
import type { Reader } from './read-path.ts'
import { compareNumeric, compareText, compareValues, equalValues } from './value.ts'
import type { Numeric, Value } from './value.ts'

/** Equality is null-safe; an order with null is null. */
export function compileComparison(node: CompareNode, left: Reader, right: Reader): Reader {
  if (node.op === '==') return equality(node, left, right)
  if (node.op === '!=') return (scope) => !equalValues(left(scope), right(scope))
  const limit = numberLiteral(node.right)
  if (limit !== undefined) return numericOrder(node.op, left, limit)
  const holds = orders[node.op]
  const compare = node.as.kind === 'text' || node.as.kind === 'date' ? textOrder : compareValues
  return (scope) => {
    const a = left(scope)
    const b = right(scope)
    return a === null || b === null ? null : holds(compare(a, b))
  }
}

function equality(node: CompareNode, left: Reader, right: Reader): Reader {
  const isPlain = node.as.kind !== 'decimal' && node.as.kind !== 'integer' && node.as.kind !== 'any'
  if (isPlain && node.right.kind === 'literal' && typeof node.right.value === 'string' && node.as.kind !== 'datetime') {
    const wanted = node.right.value
    return (scope) => left(scope) === wanted
  }
  return (scope) => equalValues(left(scope), right(scope))
}

/** Comparing with a written number is what most conditions do. */
function numericOrder(op: Order, left: Reader, limit: number): Reader {
  const holds = orders[op]
  return (scope) => {
    const value = left(scope)
    if (value === null) return null
    if (typeof value === 'number') return holds(value - limit)
    return holds(compareNumeric(value as Numeric, limit))
  }
}

type Order = Exclude<CompareOperator, '==' | '!='>

const orders: Record<Order, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function textOrder(a: Value, b: Value): number {
  return compareText(a as string, b as string)
}

function numberLiteral(node: TypedNode): number | undefined {
  const isNumber = node.kind === 'literal' && (node.type.kind === 'decimal' || node.type.kind === 'integer')
  return isNumber && typeof node.value === 'number' ? node.value : undefined
}
