import type { MacroName, MacroNode, TypedNode } from '../types.ts'
import { add, divide } from './arithmetic.ts'
import { rawItemsReader } from './read-path.ts'
import type { Reader, Scope } from './read-path.ts'
import { compareValues, toNumeric } from './value.ts'
import type { Numeric, Value } from './value.ts'

/** What a macro makes of the values that its body gives, one for each item. */
type Outcome = (values: Iterable<Value>) => Value

/** Goes over a list and asks the body of each item. */
export function compileMacro(node: MacroNode, compile: (node: TypedNode) => Reader): Reader {
  const itemsOf = itemsReader(node.list, compile)
  const body = compile(node.body)
  const outcome = outcomes[node.fn]
  return (scope) => outcome(bodyValues(scope, { name: node.item, items: itemsOf(scope), body }))
}

/** Records keep what was loaded of them; anything else is converted once. */
function itemsReader(list: TypedNode, compile: (node: TypedNode) => Reader): (scope: Scope) => readonly unknown[] {
  const { type } = list
  const areRaw = type.kind === 'any' || (type.kind === 'list' && type.of.kind === 'record')
  const raw = areRaw ? rawItemsReader(list) : undefined
  if (raw) return raw
  const values = compile(list)
  return (scope) => {
    const items = values(scope)
    return Array.isArray(items) ? items : []
  }
}

interface Pass {
  name: string
  items: readonly unknown[]
  body: Reader
}

function* bodyValues(scope: Scope, { name, items, body }: Pass): Generator<Value> {
  const known: Record<string, unknown> = { ...scope.items }
  const inner = { ...scope, items: known }
  for (const item of items) {
    known[name] = item
    yield body(inner)
  }
}

const outcomes: Record<MacroName, Outcome> = {
  exists: (values) => {
    for (const value of values) if (value === true) return true
    return false
  },
  all: (values) => {
    for (const value of values) if (value !== true) return false
    return true
  },
  count: (values) => {
    let count = 0
    for (const value of values) if (value === true) count += 1
    return count
  },
  sum: (values) => sumOf(numbersIn(values)),
  min: (values) => extreme(values, -1),
  max: (values) => extreme(values, 1),
  avg: (values) => {
    const numbers = numbersIn(values)
    return divide(sumOf(numbers), numbers.length)
  },
}

function numbersIn(values: Iterable<Value>): Numeric[] {
  const numbers: Numeric[] = []
  for (const value of values) {
    // a body of an unknown type may give anything
    const number = typeof value === 'string' ? toNumeric(value) : value
    if (number !== null && typeof number !== 'boolean') numbers.push(number as Numeric)
  }
  return numbers
}

function sumOf(numbers: Numeric[]): Numeric {
  return numbers.reduce<Numeric>((sum, number) => add(sum, number), 0)
}

/** The smallest (direction -1) or largest (1) value; nulls are skipped. */
export function extreme(values: Iterable<Value>, direction: number): Value {
  let best: Value = null
  for (const value of values) {
    if (value !== null && (best === null || compareValues(value, best) * direction > 0)) best = value
  }
  return best
}
