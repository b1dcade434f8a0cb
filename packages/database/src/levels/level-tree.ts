import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { idsBelow, pathsUp } from '../roll-ups/tree-walk.ts'
import type { Tree } from '../roll-ups/tree-walk.ts'
import { quoteName } from '../query/sql-text.ts'

/** A hierarchy whose records know how deep they stand: the topmost on level 1. */
export interface LevelTree extends Tree {
  level: CompiledField
}

/** Every hierarchy with levels. */
export const levelTrees = (catalog: Catalog): LevelTree[] =>
  [...catalog.objects.values()].flatMap((object) => levelTreeOf(object) ?? [])

/** Null: its records form no trees, or do not tell their levels. */
export function levelTreeOf(object: CompiledObject): LevelTree | null {
  const above = object.fields.get(object.hierarchy ?? '')
  const level = object.fields.get(object.levelField ?? '')
  return above && level ? { object, above, level } : null
}

export const levelColumn = (context: RollUpContext, { object, level }: LevelTree): string =>
  quoteName(context.columnOf(object.name, level.name))

/** Rows `(id, depth)` of the records that the starts name, found anew by walking up. */
export const levelsOf = (context: RollUpContext, tree: LevelTree, starts: string): string =>
  `(select w.n as id, count(*)::int as depth from ${pathsUp(context, tree, { starts, isBefore: false })} w group by w.n)`

/** The same, of all records below them too. */
export const levelsBelow = (context: RollUpContext, tree: LevelTree, starts: string): string =>
  levelsOf(context, tree, idsBelow(context, tree, starts))

/** Writes levels where they differ. */
export function writeLevels(context: RollUpContext, tree: LevelTree, levels: string): string {
  const table = `${quoteName(context.schema)}.${quoteName(tree.object.table)}`
  const column = levelColumn(context, tree)
  return `update ${table} t set ${column} = d.depth from ${levels} d where d.id = t."id" and t.${column} is distinct from d.depth`
}
