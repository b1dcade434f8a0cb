import type { CompiledField } from '@fieldwork/metadata'
import type { UniqueOptions } from '@fieldwork/fields'

/** What makes no difference between two values of a unique field; null: everything does. */
export function uniqueOptions({ type, property }: Pick<CompiledField, 'type' | 'property'>): UniqueOptions | null {
  const { unique = type.computed === 'sequence' } = property['x-field']
  return typeof unique === 'object' ? unique : null
}

export const isUnique = ({ type, property }: Pick<CompiledField, 'type' | 'property'>): boolean =>
  (property['x-field'].unique ?? type.computed === 'sequence') !== false

/** SQL of what has to differ, immutable so that an index can be built on it. */
export function uniqueKeySql(options: UniqueOptions | null, value: string): string {
  if (options === null) return value
  const wide = options.ignoreWidth ? `normalize(${value}, NFKC)` : value
  const cased = options.ignoreCase ? `lower(${wide})` : wide
  return options.ignoreSpaces ? `regexp_replace(${cased}, '[[:space:]\\u3000\\u00a0]+', '', 'g')` : cased
}

/** Tells one kind of uniqueness from another in the name of an index; empty for the plain one. */
export function uniqueSuffix(options: UniqueOptions | null): string {
  if (options === null) return ''
  const { ignoreCase, ignoreWidth, ignoreSpaces } = options
  const flags = [ignoreCase && 'c', ignoreWidth && 'w', ignoreSpaces && 's'].filter(Boolean).join('')
  return flags === '' ? '' : `__${flags}`
}

/** The same key of a value at hand, for finding it among rows; the database decides. */
export function uniqueKeyOf(field: Pick<CompiledField, 'type' | 'property'>, value: unknown): string {
  const { ignoreCase, ignoreWidth, ignoreSpaces } = uniqueOptions(field) ?? {}
  const wide = ignoreWidth ? String(value).normalize('NFKC') : String(value)
  const cased = ignoreCase ? wide.toLowerCase() : wide
  return ignoreSpaces ? cased.replaceAll(/\s+/g, '') : cased
}
