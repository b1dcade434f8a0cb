import { ANY, BOOLEAN, INTEGER } from '../types.ts'
import type { ExprType, MacroName, TypedNode } from '../types.ts'

/** Whether a type is the records that refer to a record: it has no value of its own, only rows. */
export const isCollection = (type: ExprType): boolean => type.kind === 'list' && type.collection === true

/** Whether a list is empty. */
export function isEmpty(list: TypedNode): TypedNode {
  if (isCollection(list.type)) return { kind: 'not', operand: overCollection('exists', list), type: BOOLEAN }
  return { kind: 'call', fn: 'isBlank(any)', args: [list], type: BOOLEAN }
}

/** A call on a collection as going over its records; null for a function that cannot be one. */
export function callOnCollection(fn: string, list: TypedNode): TypedNode | null {
  if (fn === 'isBlank(any)') return isEmpty(list)
  if (fn === 'has(path)') return overCollection('exists', list)
  return fn === 'size(list)' ? overCollection('count', list) : null
}

/** Whether a record is in a collection. */
export function isInCollection(item: TypedNode, list: TypedNode, as: ExprType): TypedNode {
  const one: TypedNode = {
    kind: 'item',
    name: NAMELESS,
    path: [],
    type: list.type.kind === 'list' ? list.type.of : ANY,
  }
  return overCollection('exists', list, { kind: 'compare', op: '==', left: one, right: item, as, type: BOOLEAN })
}

/** The item of a list that is gone over without anybody having named it. */
const NAMELESS = ''

const ALWAYS: TypedNode = { kind: 'literal', value: true, type: BOOLEAN }

function overCollection(fn: MacroName, list: TypedNode, body: TypedNode = ALWAYS): TypedNode {
  return { kind: 'macro', fn, list, item: NAMELESS, body, type: fn === 'count' ? INTEGER : BOOLEAN }
}
