import { pointsTo } from '@fieldwork/metadata'
import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'

/** What becomes of a record when the one it points to is deleted. */
export type DeletionRule = 'restrict' | 'set-null' | 'cascade'

/** A field by which records of an object point to records of another, or of the same. */
export interface Link {
  object: CompiledObject
  field: CompiledField
  rule: DeletionRule
}

const found = new WeakMap<Catalog, Map<string, readonly Link[]>>()

/** Everything that points to records of an object; system fields do not count. */
function linksTo(catalog: Catalog, target: CompiledObject): readonly Link[] {
  const known = found.get(catalog) ?? new Map<string, readonly Link[]>()
  found.set(catalog, known)
  const links = known.get(target.name) ?? findLinks(catalog, target.name)
  known.set(target.name, links)
  return links
}

function findLinks(catalog: Catalog, target: string): Link[] {
  return [...catalog.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => !field.system && pointsTo(catalog, field, target))
      .map((field) => ({ object, field, rule: deletionRule(field) })),
  )
}

function deletionRule({ property }: CompiledField): DeletionRule {
  return (property['x-field'].onDelete as DeletionRule | undefined) ?? 'restrict'
}

export const linksOf = (catalog: Catalog, target: CompiledObject, rule: DeletionRule): Link[] =>
  linksTo(catalog, target).filter((link) => link.rule === rule)

/** Whether deleting a record of the object can take other records along. */
export const takesAlong = (catalog: Catalog, object: CompiledObject): boolean =>
  linksOf(catalog, object, 'cascade').length > 0

/** Condition: the field of the row under the alias points to one of the records of `target` with these ids. */
export function pointsAt(
  { field }: Link,
  alias: string,
  { target, ids }: { target: CompiledObject; ids: string },
): string {
  const column = `${alias}.${quoteName(storedColumn(field))}`
  if (field.targets === null) return `${column} = any(${ids})`
  if (field.targets.many) return `${column} && ${ids}`
  return `(${column}->>'id' = any(${ids}::text[]) and ${column}->>'object' = ${quoteText(target.name)})`
}

/** The field's value without the ids: nothing, or what is left of the list; an empty list is no value. */
export function valueWithout({ field }: Link, alias: string, ids: string): string {
  if (!field.targets?.many) return `null::${fieldSqlType(field)}`
  const column = `${alias}.${quoteName(storedColumn(field))}`
  return `(select array_agg(u.id order by u.n) from unnest(${column}) with ordinality u (id, n) where u.id <> all(${ids}))`
}
