import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { isId } from '../query/get.ts'
import { quoteName } from '../query/sql-text.ts'
import { fromLeavesUp, relationsFrom, relationsTo } from './relations.ts'
import type { Relation } from './relations.ts'

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
    ({ object }) => catalog.objects.has(object) && relationsFrom(catalog, object).length > 0,
  )
  if (touched.length > 1) await lockAll(tx, catalog, touched)
}

/**
 * The same for a write of a record together with those that roll-ups of it look at: these come first, as they do where
 * one of them is written alone. Who writes a line holds the record that it is a part of before.
 */
export async function lockWithChildren(
  tx: Queryable,
  catalog: Catalog,
  { object, id }: { object: string; id: string },
): Promise<void> {
  const relations = relationsTo(catalog, object)
  if (relations.length === 0) return
  if (hasLines(catalog.object(object))) await lockRows(tx, catalog.object(object), { ids: [id], relations: [] })
  const writes: PlannedWrite[] = [{ object, id }]
  for (const { child, via } of relations) {
    const text = `select "id" from ${quoteName(child.table)} where ${quoteName(columnOf(via))} = $1 and "deleted_at" is null`
    const { rows } = await tx.query<{ id: string }>({ text, values: [id] })
    writes.push(...rows.map((row) => ({ object: child.name, id: row.id })))
  }
  await lockAll(tx, catalog, writes)
}

async function lockAll(tx: Queryable, catalog: Catalog, touched: readonly PlannedWrite[]): Promise<void> {
  const pending = new Map<string, Set<string>>()
  const add = (object: string, ids: Iterable<unknown>) => {
    const set = pending.get(object) ?? new Set()
    for (const id of ids) if (typeof id === 'string' && isId(id)) set.add(id)
    pending.set(object, set)
  }
  await lockTables(tx, reachedFrom(catalog, touched))
  for (const { object, id } of touched) if (id !== undefined) add(object, [id])
  for (const { object, values = {} } of touched) {
    for (const { via, parent } of relationsFrom(catalog, object)) add(parent.name, [values[via.name]])
  }
  for (const object of fromLeavesUp(catalog)) {
    const ids = pending.get(object.name)
    if (!ids || ids.size === 0) continue
    const relations = relationsFrom(catalog, object.name)
    const rows = await lockRows(tx, object, { ids: [...ids], relations })
    for (const [index, { parent }] of relations.entries())
      add(
        parent.name,
        rows.map((row) => row[`p${index}`]),
      )
  }
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
