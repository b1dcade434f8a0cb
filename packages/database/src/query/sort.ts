import { appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { fieldOf, unknownField } from './record-scope.ts'
import { fieldSqlType } from './sql-type.ts'

export interface SortKey {
  path: string[]
  descending: boolean
  /** PostgreSQL type of the value */
  type: string
  /** never null, so `nulls last` is left out and a plain index serves */
  notNull: boolean
}

const neverNull: ReadonlySet<string> = new Set(['id', 'version', 'created_at', 'updated_at'])

/**
 * The order of a list: `-amount,name`. Nulls come last both ways. A lookup is ordered by what people see of it. The id breaks ties in the direction of the last
 * key, so that one row comparison can serve a page.
 *
 * @throws unknown_field, invalid_request (a field that cannot be sorted by)
 */
export function parseSort(ctx: KnownFields, object: CompiledObject, sort: string | undefined): SortKey[] {
  const terms = (sort ?? '').split(',').map((term) => term.trim())
  const keys = terms.filter(Boolean).map((term) => parseTerm(ctx, object, term))
  if (keys.length === 0) keys.push(parseTerm(ctx, object, '-created_at'))
  const at = keys.findIndex(({ path }) => path.length === 1 && path[0] === 'id')
  if (at >= 0) return keys.slice(0, at + 1)
  return [...keys, { path: ['id'], descending: keys.at(-1)?.descending ?? false, type: 'uuid', notNull: true }]
}

function parseTerm(ctx: KnownFields, object: CompiledObject, term: string): SortKey {
  const descending = term.startsWith('-')
  const asked = term.replace(/^[-+]/, '').split('.')
  const { type, reference } = fieldAt(ctx, object, asked)
  if (!type.sortable) throw notSortable(asked.join('.'))
  const path = reference === null ? asked : [...asked, ctx.catalog.object(reference).nameField]
  const field = fieldAt(ctx, object, path)
  const notNull = path.length === 1 && field.system && neverNull.has(field.name)
  return { path, descending, type: fieldSqlType(field), notNull }
}

/** The fields that there are for an actor. */
export type KnownFields = Pick<QueryContext, 'catalog' | 'absent'>

/** The field at the end of a path. */
export function fieldAt(ctx: KnownFields, object: CompiledObject, path: readonly string[]): CompiledField {
  const [name = '', ...rest] = path
  const field = fieldOf(object, name)
  if (ctx.absent?.(object.name).has(name)) throw unknownField(object, name)
  if (rest.length === 0) return field
  if (field.reference === null || rest.length > 4) throw unknownField(object, path.join('.'))
  return fieldAt(ctx, ctx.catalog.object(field.reference), rest)
}

function notSortable(field: string) {
  return appError('invalid_request', { reason: `sort=${field}` }, [
    {
      code: 'not_sortable',
      message: { en: `“${field}” cannot be sorted by`, 'zh-CN': `不能按“${field}”排序` },
      params: { field },
    },
  ])
}
