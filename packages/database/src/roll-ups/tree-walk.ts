import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { RollUpContext } from './child-row.ts'
import type { Relation } from './relations.ts'

/** The records below which others count too, and the lookup by which they stand there. */
export interface Tree {
  object: CompiledObject
  above: CompiledField
}

/** The tree that the figures of a relation are gathered along; null where each record has its own alone. */
export const treeOf = ({ parent, tree }: Relation): Tree | null => (tree ? { object: parent, above: tree } : null)

const tableOf = (context: RollUpContext, { object }: Tree): string =>
  `${quoteName(context.schema)}.${quoteName(object.table)}`

export const aboveColumn = (context: RollUpContext, { object, above }: Tree): string =>
  quoteName(context.columnOf(object.name, above.name))

/**
 * Key of the lock on the shape of a hierarchy, the one that whoever moves records in it takes alone. Who writes what
 * counts along it holds it shared, so that neither works with a path that the other is changing.
 *
 * @param schema SQL of its name
 */
export const treeKey = (schema: string, { table }: Pick<CompiledObject, 'table'>): string =>
  `hashtextextended(${schema} || ${quoteText(`:hierarchy:${table}`)}, 0)`

/**
 * Rows `(n, p)`: each record that the starts name, with itself and every one above it. A circle ends the walk.
 *
 * @param starts SQL that selects ids
 * @param isBefore whether to walk as the statement found the records, which `old_rows` tells
 */
export function pathsUp(
  context: RollUpContext,
  tree: Tree,
  { starts, isBefore }: { starts: string; isBefore: boolean },
): string {
  const column = aboveColumn(context, tree)
  const next = isBefore ? `case when f."id" is null then a.${column} else f.${column} end` : `a.${column}`
  const former = isBefore ? ' left join old_rows f on f."id" = w.p' : ''
  return (
    `(with recursive up (n, p) as (select s.id, s.id from (${starts}) s (id)` +
    ` union select w.n, ${next} from up w left join ${tableOf(context, tree)} a on a."id" = w.p${former}` +
    ` where ${next} is not null) select up.n, up.p from up)`
  )
}

/** Ids of the starts and of all records below them. */
export function idsBelow(context: RollUpContext, tree: Tree, starts: string): string {
  return (
    `(with recursive down (id) as (${starts} union select b."id" from down w` +
    ` join ${tableOf(context, tree)} b on b.${aboveColumn(context, tree)} = w.id) select down.id from down)`
  )
}

/** Ids of the records that a statement put below others than before. */
export function movedIds(context: RollUpContext, tree: Tree): string {
  const column = aboveColumn(context, tree)
  return `select m."id" from new_rows m join old_rows w on w."id" = m."id" where m.${column} is distinct from w.${column}`
}

/** Joins the records of a relation that count for parent `t`, as `c`. */
export function childrenJoin(context: RollUpContext, relation: Relation): string {
  const { child, via } = relation
  const tree = treeOf(relation)
  const reference = `c.${quoteName(context.columnOf(child.name, via.name))}`
  const from = `left join ${quoteName(context.schema)}.${quoteName(child.table)} c`
  if (!tree) return `${from} on ${reference} = t."id" and c."deleted_at" is null`
  return (
    `left join lateral ${idsBelow(context, tree, 'select t."id"')} below on true` +
    ` ${from} on ${reference} = below.id and c."deleted_at" is null`
  )
}

/** The condition that a record `c` counts for parent `t`. */
export function countsFor(context: RollUpContext, relation: Relation): string {
  const { child, via } = relation
  const tree = treeOf(relation)
  const reference = `c.${quoteName(context.columnOf(child.name, via.name))}`
  return tree ? `${reference} = any(array${idsBelow(context, tree, 'select t."id"')})` : `${reference} = t."id"`
}
