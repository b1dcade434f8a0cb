import type { CompareNode, TypedNode } from '../types.ts'
import type { Position, SqlCompiler } from './sql-compiler.ts'
import { compileDayComparison } from './day-comparison.ts'
import { isNeverNull } from './never-null.ts'

/** Equality is null-safe, but stays a plain `=` wherever null cannot change what is true. */
export function compileComparison(compiler: SqlCompiler, node: CompareNode, position: Position): string {
  const { op, left, right, as } = node
  if (left.kind === 'null' || right.kind === 'null') return compileNullTest(compiler, node)
  if (as.kind === 'list') return compileListEquality(compiler, node)
  const byDay = position === 'predicate' ? compileDayComparison(compiler, node) : undefined
  if (byDay) return byDay
  const isText = as.kind === 'text' && op !== '==' && op !== '!='
  const first = `${compiler.compileAs(left, as)}${isText ? ' collate "C"' : ''}`
  return `(${first} ${sqlOperator(node, position)} ${compiler.compileAs(right, as)})`
}

/** Null stands for the empty list, so equality of lists is never null. */
function compileListEquality(compiler: SqlCompiler, { op, left, right, as }: CompareNode): string {
  const [first, second] = [left, right].map((side) => {
    const sql = compiler.compileAs(side, as)
    return side.kind === 'list' ? sql : `coalesce(${sql}, '{}')`
  })
  return `(${first} ${op === '==' ? '=' : '<>'} ${second})`
}

function sqlOperator({ op, left, right }: CompareNode, position: Position): string {
  if (op !== '==' && op !== '!=') return op
  const certain = [left, right].filter(isNeverNull).length
  const isPlain = certain === 2 || (certain === 1 && op === '==' && position === 'predicate')
  if (isPlain) return op === '==' ? '=' : '<>'
  return op === '==' ? 'is not distinct from' : 'is distinct from'
}

function compileNullTest(compiler: SqlCompiler, { op, left, right }: CompareNode): string {
  const other = left.kind === 'null' ? right : left
  if (op !== '==' && op !== '!=') return 'null::boolean'
  return `(${compiler.compile(other)} is ${op === '==' ? '' : 'not '}null)`
}

type InNode = Extract<TypedNode, { kind: 'in' }>

/** Null is in no list, so `coalesce(…, false)` where null and false differ. */
export function compileMembership(compiler: SqlCompiler, node: InNode, position: Position): string {
  const { item, list } = node
  if (item.kind === 'null' || list.kind === 'null') return 'false'
  if (list.kind === 'list' && list.items.length === 0) return 'false'
  const test = membershipTest(compiler, node)
  return position === 'predicate' ? test : `coalesce(${test}, false)`
}

function membershipTest(compiler: SqlCompiler, { item, list, as }: InNode): string {
  const wanted = compiler.compileAs(item, as)
  if (list.kind === 'list') {
    return `(${wanted} in (${list.items.map((candidate) => compiler.compileAs(candidate, as)).join(', ')}))`
  }
  // containment is what an index on a list column serves
  if (list.kind === 'path') return `(${compiler.compile(list)} @> array[${wanted}])`
  return `(${wanted} = any(${compiler.compile(list)}))`
}
