import { functionOf } from '../functions/function-table.ts'
import type { TypedNode } from '../types.ts'

/** Whether a part has a value whatever the record holds. The current user always has an id. */
export function isNeverNull(node: TypedNode): boolean {
  switch (node.kind) {
    case 'literal':
    case 'in':
    case 'list':
      return true
    case 'item':
      // a record that is gone over is there
      return node.path.length === 0 && node.type.kind === 'record'
    case 'macro':
      return node.fn !== 'min' && node.fn !== 'max' && node.fn !== 'avg'
    case 'variable':
      return node.path.join('.') === 'user.id'
    case 'compare':
      return node.op === '==' || node.op === '!='
    case 'choice':
      return isNeverNull(node.whenTrue) && isNeverNull(node.whenFalse)
    case 'call':
      return isCallNeverNull(node.fn, node.args)
    default:
      return false
  }
}

function isCallNeverNull(fn: string, args: TypedNode[]): boolean {
  const { nulls, partial } = functionOf(fn)
  if (nulls) return nulls === 'never' || args.some(isNeverNull)
  return !partial && args.every(isNeverNull)
}
