import { functionOf } from '../functions/function-table.ts'
import { readsItem } from '../tree.ts'
import type { ExprType, MacroNode, SqlRows, TypedNode } from '../types.ts'
import type { Position, SqlCompiler } from './sql-compiler.ts'

/** A subquery over the items of a list. */
export function compileMacro(compiler: SqlCompiler, node: MacroNode, position: Position): string {
  const overlap = compileOverlap(compiler, node)
  if (overlap) return position === 'predicate' ? overlap : `coalesce(${overlap}, false)`
  const rows = rowsOf(compiler, node)
  return texts[node.fn]({ rows, body: node.body, compiler: compiler.within(node.item, rows), type: node.type })
}

interface Parts {
  rows: SqlRows
  body: TypedNode
  /** knows the item */
  compiler: SqlCompiler
  type: ExprType
}

const texts: Record<MacroNode['fn'], (parts: Parts) => string> = {
  exists: (parts) => `(exists (select 1${fromRows(parts.rows, conditionOf(parts))}))`,
  all: (parts) => `(not exists (select 1${fromRows(parts.rows, `${conditionOf(parts)} is not true`)}))`,
  count: (parts) => `(select count(*)${fromRows(parts.rows, conditionOf(parts))})`,
  sum: (parts) => `(select coalesce(sum(${VALUE}), 0) from ${valuesOf(parts)})`,
  min: (parts) => extremeSql('min', parts),
  max: (parts) => extremeSql('max', parts),
  avg: averageSql,
}

/** ` from … where …`; a condition that always holds is left out. */
function fromRows({ from, where }: SqlRows, condition = 'true'): string {
  const conditions = condition === 'true' ? where : [...where, condition]
  return ` from ${from}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`
}

function conditionOf({ compiler, body }: Parts): string {
  return compiler.compile(body, 'predicate')
}

const VALUE = 'fw_item.value'

/** The values of the body in a query of their own: an aggregate of outer columns alone would belong to the outer query. */
function valuesOf({ rows, body, compiler }: Parts): string {
  const isNumber = body.type.kind === 'integer' || body.type.kind === 'decimal'
  const value = isNumber ? compiler.compileNumber(body) : compiler.compile(body)
  return `(select ${value} as value${fromRows(rows)}) fw_item`
}

function extremeSql(fn: 'min' | 'max', parts: Parts): string {
  const collation = parts.type.kind === 'text' ? ' collate "C"' : ''
  return `(select ${fn}(${VALUE}${collation}) from ${valuesOf(parts)})`
}

/** The sum divided by the count, rounded as every quotient is. */
function averageSql(parts: Parts): string {
  const quotient = functionOf('/(number,number)')
  const sides = [`sum(${VALUE})`, `count(${VALUE})::numeric`]
  const average = quotient.sql({
    sql: (index) => sides[index]!,
    all: () => sides,
    node: () => parts.body,
    binder: parts.compiler.binder,
  })
  return `(select ${average} from ${valuesOf(parts)})`
}

/** Records where more of them is read than their id or where they are stored with the other side, else plain items. */
function rowsOf(compiler: SqlCompiler, { list, item, body }: MacroNode): SqlRows {
  const isOfRecords = list.type.kind === 'list' && list.type.of.kind === 'record'
  const isCollection = list.type.kind === 'list' && list.type.collection === true
  if (isCollection || (isOfRecords && readsItem(body, item, { deep: true }))) return recordRows(compiler, list)
  const alias = `"each_${item}"`
  return {
    from: `unnest(${compiler.compile(list)}) ${alias} (item)`,
    where: [],
    column: () => `${alias}.item`,
    rows: () => unreachable(list),
  }
}

function recordRows({ binder, rows }: SqlCompiler, list: TypedNode): SqlRows {
  if (list.kind === 'path' || list.kind === 'variable') return binder.rows(list.kind, list.path)
  return list.kind === 'item' ? rows(list.name).rows(list.path) : unreachable(list)
}

function unreachable({ kind }: TypedNode): never {
  throw new Error(`Records cannot be gone over in a ${kind}`)
}

/** `tags.exists(t, t == 'a')` and `tags.exists(t, t in ['a', 'b'])` as operators that an index on the list serves. */
function compileOverlap(compiler: SqlCompiler, { fn, list, item, body }: MacroNode): string | undefined {
  if (fn !== 'exists' || list.kind !== 'path' || list.type.kind !== 'list' || list.type.collection) return undefined
  const wanted = wantedItems(body, item)
  const { kind } = list.type.of
  if (!wanted || wanted.as.kind !== kind || (kind !== 'text' && kind !== 'record')) return undefined
  const items = wanted.items.map((other) => compiler.compileAs(other, wanted.as))
  return `(${compiler.compile(list)} && array[${items.join(', ')}])`
}

/** The values of which the item must be one; undefined for any other condition. */
function wantedItems(body: TypedNode, item: string): { items: TypedNode[]; as: ExprType } | undefined {
  const isItem = (node: TypedNode): boolean => node.kind === 'item' && node.name === item && node.path.length === 0
  if (body.kind === 'compare' && body.op === '==') {
    const other = isItem(body.left) ? body.right : isItem(body.right) ? body.left : undefined
    return other && !readsItem(other, item) ? { items: [other], as: body.as } : undefined
  }
  if (body.kind !== 'in' || !isItem(body.item) || body.list.kind !== 'list') return undefined
  const { items } = body.list
  return items.length > 0 && !readsItem(body.list, item) ? { items, as: body.as } : undefined
}
