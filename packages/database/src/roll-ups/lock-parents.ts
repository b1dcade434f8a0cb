import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { isId } from '../query/get.ts'
import { quoteName } from '../query/sql-text.ts'
import { fromLeavesUp, relationsFrom, relationsTo } from './relations.ts'
import { levelTreeOf } from '../levels/level-tree.ts'
import type { Relation } from './relations.ts'
import { treeKey, treeOf } from './tree-walk.ts'
import type { Tree } from './tree-walk.ts'

/** A write that a transaction is going to make. */
export interface PlannedWrite {
  object: string
  /** absent for a new record */
  id?: string
  /** what it is going to hold; only references matter */
  values?: Readonly<Record<string, unknown>>
}

/**
 * Locks what several writes of one transaction will change together: their records, then level by level the records
 * whose roll-ups follow from them, each level in the order of ids. Transactions that do so wait for each other instead
 * of running into deadlocks. Objects that no roll-up looks at cost nothing.
 */
export async function lockParents(tx: Queryable, catalog: Catalog, writes: readonly PlannedWrite[]): Promise<void> {
  const touched = writes.filter(
    (write) =>
      catalog.objects.has(write.object) &&
      (relationsFrom(catalog, write.object).length > 0 || movesIn(catalog, write) !== null),
  )
  if (touched.length > 1) await lockAll(tx, catalog, touched)
}

export interface WithChildren {
  object: string
  id: string
  /** a deletion: those below it in its hierarchy may come to stand elsewhere */
  isLeaving?: boolean
}

/**
 * The same for a write of a record together with those that roll-ups of it look at: these come first, as they do where
 * one of them is written alone. Who writes a line holds the record that it is a part of before.
 */
export async function lockWithChildren(
  tx: Queryable,
  catalog: Catalog,
  { object: name, id, isLeaving = false }: WithChildren,
): Promise<void> {
  const relations = relationsTo(catalog, name)
  if (relations.length === 0) return
  const object = catalog.object(name)
  const own: PlannedWrite = { object: name, id, ...(isLeaving && { values: leaving(object) }) }
  if (hasLines(object)) {
    await lockTrees(tx, catalog, [own, ...relations.map(({ child }) => ({ object: child.name }))])
    await lockRows(tx, object, { ids: [id], relations: [] })
  }
  const writes = [own]
  for (const { child, via } of relations) {
    const text = `select "id" from ${quoteName(child.table)} where ${quoteName(columnOf(via))} = $1 and "deleted_at" is null`
    const { rows } = await tx.query<{ id: string }>({ text, values: [id] })
    writes.push(...rows.map((row) => ({ object: child.name, id: row.id })))
  }
  await lockAll(tx, catalog, writes)
}

const leaving = ({ hierarchy }: CompiledObject): Record<string, null> =>
  hierarchy === null ? {} : { [hierarchy]: null }

/**
 * Before a deletion that leaves others behind: where something is kept along the hierarchy of the record, holds what
 * is going to be changed in the order in which others do. Else this costs nothing.
 */
export async function lockInTree(
  tx: Queryable,
  catalog: Catalog,
  { object, id }: { object: CompiledObject; id: string },
): Promise<void> {
  const levels = levelTreeOf(object)
  if (levels) await lockTree(tx, { tree: levels, isAlone: true })
  if (relationsTo(catalog, object.name).some(({ tree }) => tree !== null))
    await lockWithChildren(tx, catalog, { object: object.name, id, isLeaving: true })
}

async function lockAll(tx: Queryable, catalog: Catalog, touched: readonly PlannedWrite[]): Promise<void> {
  const pending = new Map<string, Set<string>>()
  const add = (object: string, ids: Iterable<unknown>) => {
    const set = pending.get(object) ?? new Set()
    for (const id of ids) if (typeof id === 'string' && isId(id)) set.add(id)
    pending.set(object, set)
  }
  const addParents = async ({ parent, tree }: Relation, ids: unknown[]) =>
    add(parent.name, tree ? await idsAbove(tx, { object: parent, above: tree }, ids) : ids)

  const trees = heldTrees(catalog, touched)
  await lockTables(tx, reachedFrom(catalog, touched))
  for (const { object, id } of touched) if (id !== undefined) add(object, [id])
  for (const write of touched) {
    const tree = movesIn(catalog, write)
    if (tree) add(write.object, await idsAbove(tx, tree, [write.id, write.values?.[tree.above.name]]))
    for (const relation of relationsFrom(catalog, write.object))
      await addParents(relation, [write.values?.[relation.via.name]])
  }
  for (const object of fromLeavesUp(catalog)) {
    const held = trees.get(object.name)
    if (held) await lockTree(tx, held)
    const ids = pending.get(object.name)
    if (!ids || ids.size === 0) continue
    const relations = relationsFrom(catalog, object.name)
    const rows = await lockRows(tx, object, { ids: [...ids], relations })
    for (const [index, relation] of relations.entries())
      await addParents(
        relation,
        rows.map((row) => row[`p${index}`]),
      )
  }
}

/** The tree along which others count, in which a write puts a record elsewhere; null: none. */
function movesIn(catalog: Catalog, { object, values = {} }: PlannedWrite): Tree | null {
  const relation = relationsTo(catalog, object).find(({ tree }) => tree !== null)
  const tree = relation ? treeOf(relation) : null
  return tree && Object.hasOwn(values, tree.above.name) ? tree : null
}

interface HeldTree {
  tree: Tree
  /** records move in it; else something is counted along it, together with others who do */
  isAlone: boolean
}

/** The trees that writes need to stay as they are, by object. */
function heldTrees(catalog: Catalog, touched: readonly PlannedWrite[]): Map<string, HeldTree> {
  const trees = new Map<string, HeldTree>()
  const add = (tree: Tree, isAlone: boolean) =>
    trees.set(tree.object.name, { tree, isAlone: isAlone || trees.get(tree.object.name)?.isAlone === true })
  for (const write of touched) {
    const moved = movesIn(catalog, write)
    if (moved) add(moved, true)
  }
  for (const { name } of reachedFrom(catalog, touched))
    for (const relation of relationsFrom(catalog, name)) {
      const tree = treeOf(relation)
      if (tree) add(tree, false)
    }
  return trees
}

/** What is held before any record: whoever writes a part holds its whole first. */
export async function lockTrees(tx: Queryable, catalog: Catalog, touched: readonly PlannedWrite[]): Promise<void> {
  const trees = [...heldTrees(catalog, touched)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, held] of trees) await lockTree(tx, held)
}

async function lockTree(tx: Queryable, { tree, isAlone }: HeldTree): Promise<void> {
  const lock = isAlone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  await tx.query({ text: `select ${lock}(${treeKey('current_schema()', tree.object)})` })
}

async function idsAbove(tx: Queryable, { object, above }: Tree, ids: readonly unknown[]): Promise<unknown[]> {
  const starts = ids.filter((id) => typeof id === 'string' && isId(id))
  if (starts.length === 0) return []
  const { rows } = await tx.query<{ id: string }>({
    text:
      `with recursive up (id) as (select unnest($1::uuid[]) union select t.${quoteName(columnOf(above))} from up` +
      ` join ${quoteName(object.table)} t on t."id" = up.id where t.${quoteName(columnOf(above))} is not null)` +
      ' select id from up',
    values: [starts],
  })
  return rows.map(({ id }) => id)
}

const hasLines = ({ collections }: CompiledObject): boolean => [...collections.values()].some(({ isLines }) => isLines)

/** Objects that the writes change, by themselves or through roll-ups, children first. */
function reachedFrom(catalog: Catalog, touched: readonly PlannedWrite[]): CompiledObject[] {
  const reached = new Set(touched.map(({ object }) => object))
  // a set visits what is added while it is walked
  for (const object of reached) for (const { parent } of relationsFrom(catalog, object)) reached.add(parent.name)
  return fromLeavesUp(catalog).filter(({ name }) => reached.has(name))
}

/** What the writes will take anyway, all at once: a publish then waits at the first table and stops nobody halfway. */
async function lockTables(tx: Queryable, objects: readonly CompiledObject[]): Promise<void> {
  const tables = objects.map(({ table }) => quoteName(table)).join(', ')
  await tx.query({ text: `lock table ${tables} in row exclusive mode` })
}

interface LockInput {
  ids: string[]
  relations: Relation[]
}

/** The references of the rows, which are held from now on. */
async function lockRows(tx: Queryable, object: CompiledObject, { ids, relations }: LockInput) {
  const references = relations.map(({ via }, index) => `, t.${quoteName(columnOf(via))} as p${index}`)
  const { rows } = await tx.query<Record<string, string | null>>({
    text:
      `select t."id"${references.join('')} from ${quoteName(object.table)} t` +
      ` where t."id" = any($1::uuid[]) order by t."id" for no key update`,
    values: [ids],
  })
  return rows
}

const columnOf = ({ column, name }: CompiledField): string => column ?? name
