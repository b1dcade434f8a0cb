import type { CompiledObject } from '@fieldwork/metadata'
import { createJoins } from './joins.ts'
import type { Joins } from './joins.ts'
import { filterSql } from './filter.ts'
import type { Filter } from './filter.ts'
import type { ListShape } from './look-up.ts'
import { accessConditions } from './record-scope.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { levelCondition } from './tree.ts'
import type { TreeInput } from './tree-input.ts'
import { quoteName } from './sql-text.ts'

/** The rows a request is about, as the actor may see them, under the alias `o`. */
export interface Selection {
  object: CompiledObject
  joins: Joins
  /** what the rows come from, as SQL */
  source: string
  /** conditions joined by `and` */
  conditions: string[]
}

export interface SelectionSpec {
  filter: Filter | null
  /** there is a text to search for: the input `q` */
  search?: boolean
  /** one level of a hierarchy only */
  tree?: TreeInput
  /** how the rows that the actor may see are found; by default each that passes is tested, of a merge none */
  shape?: ListShape
}

export function selectRows(
  env: SqlEnvironment,
  object: CompiledObject,
  { filter, search = false, tree, shape = 'once' }: SelectionSpec,
): Selection {
  const joins = createJoins(env, object, 'o')
  const conditions = [
    ...(filter ? [`(${filterSql(env, joins.scope, filter)})`] : []),
    ...(search ? [searchCondition(env, object)] : []),
    ...(tree ? [levelCondition(env, object, tree)] : []),
  ]
  const seen = shape === 'merge' ? [] : accessConditions(env, object, 'o', { many: shape })
  const own = [`o."deleted_at" is null`, ...seen]
  const table = `${quoteName(object.table)} o`
  if (shape !== 'index') return { object, joins, source: table, conditions: [...conditions, ...own] }
  // the offset keeps filter and order out: else an index of theirs would be walked in place of those of the ways
  const source = `(select o.* from ${table} where ${own.join(' and ')} offset 0) o`
  return { object, joins, source, conditions: conditions.length > 0 ? conditions : ['true'] }
}

/** ` from … where …`; call it when every path has been followed. */
export function fromRows({ source, joins, conditions }: Selection, more: readonly string[] = []): string {
  return ` from ${source}${joins.sql()} where ${[...conditions, ...more].join(' and ')}`
}

/** A search with nothing in it finds everything. */
export const hasText = (q: string | undefined): boolean => q !== undefined && q.trim() !== ''

function searchCondition(env: SqlEnvironment, object: CompiledObject): string {
  const pattern = env.parameters.bind({ from: 'input', name: 'q' }, 'text')
  const conditions = searchColumns(env, object).map((sql) => `${sql} ilike ${pattern}`)
  return conditions.length === 0 ? `(false and ${pattern} is null)` : `(${conditions.join(' or ')})`
}

/** The name field and every field marked searchable; what is hidden from the actor is not looked into. */
export function searchColumns(env: SqlEnvironment, object: CompiledObject): string[] {
  const hidden = env.masked(object.name)
  const columns = [...object.fields.values()].filter(
    ({ name, type, property }) =>
      !hidden.has(name) && (name === object.nameField || (type.searchable && property['x-field'].searchable)),
  )
  return columns.flatMap(({ column, type }) => {
    if (column === null) return []
    const sql = `o.${quoteName(column)}`
    return [type.searchText?.(sql) ?? sql]
  })
}
