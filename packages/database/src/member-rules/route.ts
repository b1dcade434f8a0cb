import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { pointsTo } from '../query/pointing.ts'
import { fieldOf, storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { tableOf } from './rule-context.ts'
import type { RuleContext } from './rule-context.ts'

/** One step from a record to others. */
export interface Hop {
  /** along a lookup, along a lookup of several records, or to those that refer to the record */
  kind: 'up' | 'list' | 'down'
  from: CompiledObject
  to: CompiledObject
  /** of `from`, going down of `to` */
  field: CompiledField
}

/** The way to values. */
export interface Route {
  hops: Hop[]
  end: { object: CompiledObject; field: CompiledField; isList: boolean }
}

/** The step that a name stands for; null: it is a plain value. */
export function hopOf(catalog: Catalog, from: CompiledObject, name: string): Hop | null {
  const field = from.fields.get(name)
  if (!field) {
    const collection = from.collections.get(name)
    if (!collection) throw new Error(`The catalog let a member rule over ${from.name}.${name} through`)
    const to = catalog.object(collection.object)
    return { kind: 'down', from, to, field: fieldOf(to, collection.field) }
  }
  if (field.reference !== null) return { kind: 'up', from, to: catalog.object(field.reference), field }
  const type = field.type.expression(field.property)
  if (type.kind !== 'list' || type.of.kind !== 'record') return null
  return { kind: 'list', from, to: catalog.object(type.of.object), field }
}

/** Where a path leads, which the compiler has checked. */
export function routeOf(catalog: Catalog, start: CompiledObject, path: readonly string[]): Route {
  const hops: Hop[] = []
  let object = start
  for (const name of path.slice(0, -1)) {
    const hop = hopOf(catalog, object, name)
    if (!hop) throw new Error(`The catalog let ${path.join('.')} of a member rule through`)
    hops.push(hop)
    object = hop.to
  }
  const field = fieldOf(object, path.at(-1) ?? '')
  return { hops, end: { object, field, isList: field.type.expression(field.property).kind === 'list' } }
}

export const columnOf = (alias: string, field: CompiledField): string => `${alias}.${quoteName(storedColumn(field))}`

/** Condition: the step leads from the record at one alias to the one at the other; written so that an index serves. */
export function isNext({ kind, from, field }: Hop, { at, next }: { at: string; next: string }): string {
  if (kind === 'up') return `${columnOf(at, field)} = ${next}."id"`
  if (kind === 'list') return `${columnOf(at, field)} @> array[${next}."id"]`
  return pointsTo(field, columnOf(next, field), { object: from.name, key: `${at}."id"` })
}

/** Tables and conditions that lead from a record to the end of the steps. */
export interface Joins {
  tables: string[]
  conditions: string[]
  /** alias of the last record */
  last: string
}

/** @param prefix of the aliases */
export function joinsOf(
  context: RuleContext,
  hops: readonly Hop[],
  { root, prefix }: { root: string; prefix: string },
): Joins {
  const joins: Joins = { tables: [], conditions: [], last: root }
  hops.forEach((hop, index) => {
    const next = `${prefix}${index}`
    joins.tables.push(`${tableOf(context, hop.to)} ${next}`)
    joins.conditions.push(isNext(hop, { at: joins.last, next }))
    if (hop.kind === 'down') joins.conditions.push(`${next}."deleted_at" is null`)
    joins.last = next
  })
  return joins
}
