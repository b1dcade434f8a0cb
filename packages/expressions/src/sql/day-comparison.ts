import type { CompareNode, CompareOperator, TypedNode } from '../types.ts'
import { childrenOf } from '../tree.ts'
import { isNeverNull } from './never-null.ts'
import type { SqlCompiler } from './sql-compiler.ts'

/**
 * `day of a datetime column <op> day` as a range of moments, which an index on the column serves; undefined
 * when the comparison is not of that form or the day depends on the record.
 */
export function compileDayComparison(compiler: SqlCompiler, node: CompareNode): string | undefined {
  const column = dayColumn(node.left)
  if (column && isConstant(node.right)) return momentRange(compiler, { column, op: node.op, day: node.right })
  const otherColumn = dayColumn(node.right)
  if (!otherColumn || !isConstant(node.left)) return undefined
  return momentRange(compiler, { column: otherColumn, op: mirrored[node.op], day: node.left })
}

const mirrored: Record<CompareOperator, CompareOperator> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function dayColumn(node: TypedNode): TypedNode | undefined {
  const [arg] = childrenOf(node)
  const isColumn = arg?.kind === 'path' || arg?.kind === 'item'
  return node.kind === 'call' && node.fn === 'date(datetime)' && isColumn ? arg : undefined
}

function isConstant(node: TypedNode): boolean {
  return node.kind !== 'path' && node.kind !== 'item' && node.kind !== 'macro' && childrenOf(node).every(isConstant)
}

interface DayRange {
  column: TypedNode
  op: CompareOperator
  day: TypedNode
}

function momentRange(compiler: SqlCompiler, { column, op, day }: DayRange): string | undefined {
  const start = (offset: string): string => {
    return `((${compiler.compile(day)}${offset})::timestamp at time zone ${compiler.binder.timeZone()})`
  }
  const compare = (operator: string, moment: string): string => `${compiler.compile(column)} ${operator} ${moment}`
  switch (op) {
    case '<':
      return `(${compare('<', start(''))})`
    case '<=':
      return `(${compare('<', start(' + 1'))})`
    case '>':
      return `(${compare('>=', start(' + 1'))})`
    case '>=':
      return `(${compare('>=', start(''))})`
    case '==':
      if (!isNeverNull(day)) return undefined
      return `(${compare('>=', start(''))} and ${compare('<', start(' + 1'))})`
    default:
      return undefined
  }
}
