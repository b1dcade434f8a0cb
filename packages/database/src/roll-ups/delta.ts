import { quoteName } from '../query/sql-text.ts'
import type { ChildRow, RollUpContext } from './child-row.ts'
import type { Maintained } from './maintained.ts'
import type { Relation } from './relations.ts'
import { idsBelow, movedIds, pathsUp, treeOf } from './tree-walk.ts'
import type { Tree } from './tree-walk.ts'

/** What keeps the roll-ups of a relation. */
export interface Kept {
  relation: Relation
  row: ChildRow
  kept: Maintained[]
}

export type Side = 'old' | 'new'

/** The rows that a statement wrote, seen from the record each refers to. */
interface Written {
  sides: readonly Side[]
  /** whether records of a tree were written, so that some may stand elsewhere now */
  isMove: boolean
}

/** `… d where …`: what changes for each record that written rows refer to, by itself. */
export const directChange = (context: RollUpContext, kept: Kept, sides: readonly Side[]): string =>
  change(
    kept,
    sides.map((side) => ownRows(context, kept, side)),
  )

/**
 * The same for every record that it counts for: those above, as they were for what was there before and as they are
 * for what is there now. What refers to records that were moved, or to others below these, changes sides with them.
 */
export function treeChange(context: RollUpContext, kept: Kept, { sides, isMove }: Written): string {
  const tree = treeOf(kept.relation)
  if (!tree) return directChange(context, kept, sides)
  const isOfTree = kept.relation.child === tree.object
  const written = sides.map((side) => rowsUp(context, kept, { tree, side, isBefore: isOfTree && side === 'old' }))
  const moved = isMove ? (['old', 'new'] as const).map((side) => movedUp(context, kept, { tree, side })) : []
  return change(kept, [...written, ...moved])
}

function change({ kept }: Kept, sources: readonly string[]): string {
  const gathered = kept.flatMap(({ delta }) => delta).join(',\n  ')
  const isChanged = kept.map((one) => `(${one.isChanged})`).join(' or ')
  return (
    `(select c.fw_parent as p, ${gathered}\nfrom (${sources.join('\nunion all ')}) c group by c.fw_parent) d\n` +
    `where ${isChanged}`
  )
}

const signOf = (side: Side): number => (side === 'old' ? -1 : 1)

const columnsOf = ({ row }: Kept): string =>
  [...new Set(['id', ...row.columns])].map((column) => `r.${quoteName(column)}`).join(', ')

const viaOf = (context: RollUpContext, { relation: { child, via } }: Kept): string =>
  quoteName(context.columnOf(child.name, via.name))

function ownRows(context: RollUpContext, kept: Kept, side: Side): string {
  const via = viaOf(context, kept)
  return (
    `select ${signOf(side)} as fw_sign, r.${via} as fw_parent, ${columnsOf(kept)} from ${side}_rows r` +
    ` where r."deleted_at" is null and r.${via} is not null`
  )
}

function rowsUp(
  context: RollUpContext,
  kept: Kept,
  { tree, side, isBefore }: { tree: Tree; side: Side; isBefore: boolean },
): string {
  const via = viaOf(context, kept)
  const starts = `select r.${via} from ${side}_rows r where r."deleted_at" is null and r.${via} is not null`
  return (
    `select ${signOf(side)} as fw_sign, u.p as fw_parent, ${columnsOf(kept)} from ${side}_rows r` +
    ` join ${pathsUp(context, tree, { starts, isBefore })} u on u.n = r.${via} where r."deleted_at" is null`
  )
}

/** Rows that were not written, but whose way up changed. */
function movedUp(context: RollUpContext, kept: Kept, { tree, side }: { tree: Tree; side: Side }): string {
  const { child } = kept.relation
  const starts = `select b.id from ${idsBelow(context, tree, movedIds(context, tree))} b`
  const isWritten = child === tree.object ? ' and r."id" not in (select x."id" from new_rows x)' : ''
  return (
    `select ${signOf(side)} as fw_sign, u.p as fw_parent, ${columnsOf(kept)}` +
    ` from ${quoteName(context.schema)}.${quoteName(child.table)} r` +
    ` join ${pathsUp(context, tree, { starts, isBefore: side === 'old' })} u on u.n = r.${viaOf(context, kept)}` +
    ` where r."deleted_at" is null${isWritten}`
  )
}
