import { maskOf } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { RecordScope } from './record-scope.ts'
import { fieldOf, referenceSubquery, unknownField } from './record-scope.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteText } from './sql-text.ts'

/** The output that holds what is shown instead of hidden values; no field begins with `_`. */
export const maskedOutput = '_masked'

/** Stands for the part of a value that is not shown. */
const MASK = '••••'

/**
 * Whether the values at the end of a path are hidden: the field there, or one on the way.
 *
 * @throws unknown_field: one of them does not exist for the actor
 */
export function isMaskedPath(
  env: SqlEnvironment,
  object: CompiledObject,
  [name = '', ...rest]: readonly string[],
): boolean {
  if (env.absent?.(object.name).has(name)) throw unknownField(object, name)
  if (env.masked(object.name).has(name)) return true
  const reference = rest.length === 0 ? null : (object.fields.get(name)?.reference ?? null)
  return reference !== null && isMaskedPath(env, env.catalog.object(reference), rest)
}

/** SQL of what is shown instead of the hidden value at the end of a path. */
export function previewSql(env: SqlEnvironment, scope: RecordScope, [name = '', ...rest]: readonly string[]): string {
  const field = fieldOf(scope.object, name)
  if (env.masked(scope.object.name).has(name)) return rest.length === 0 ? maskedSql(scope, field) : quoteText(MASK)
  const target = targetOf(env, field)
  const key = scope.column(field)
  return referenceSubquery(env, { target, key, eyes: 'actor' }, (inner) => previewSql(env, inner, rest))
}

/**
 * What the mask of a field leaves of its value, never more than half, or what its type shows of values that a role masks.
 * A mask of everything does not even tell whether there is one.
 */
function maskedSql(scope: RecordScope, field: CompiledField): string {
  const mask = field.column === null ? 'all' : maskOf(field)
  if (mask === null && field.type.preview) return field.type.preview(scope.column(field))
  if (mask === null || mask === 'all') return quoteText(MASK)
  const value = `${scope.column(field)}::text`
  const half = (most: number) => `least(${most}, length(${value}) / 2)`
  if (mask === 'last4') return `(${quoteText(MASK)} || right(${value}, ${half(4)}))`
  if (mask === 'first') return `(left(${value}, ${half(1)}) || ${quoteText(MASK)})`
  return `(${quoteText(MASK)} || coalesce(substring(${value} from '@.*$'), left(${value}, 0)))`
}

/**
 * SQL of the text that stands for a record of the scope: its name, or what is shown instead. A name without content is
 * an empty text; null says that no name may be seen.
 */
export function nameSql(env: SqlEnvironment, scope: RecordScope, open: (path: string[]) => string): string {
  const { name, nameField } = scope.object
  const path = [nameField]
  if (env.absent?.(name).has(nameField) || env.fieldRights(name).partly.get(nameField)?.preview) return 'null::text'
  return isMaskedPath(env, scope.object, path) ? previewSql(env, scope, path) : `coalesce(${open(path)}, '')`
}
