import type { CompiledField, CompiledObject, CompiledUnique } from '@fieldwork/metadata'
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

/** A field with what makes no difference between its values. */
export interface KeyPart {
  field: CompiledField
  alike: UniqueOptions | null
}

/** Of what is unique together, in its order; only texts are alike. */
export function keyParts({ fields }: Pick<CompiledObject, 'fields'>, unique: CompiledUnique): KeyPart[] {
  return unique.fields.flatMap((name) => {
    const field = fields.get(name)
    return field ? [{ field, alike: isText(field) ? unique.alike : null }] : []
  })
}

const isText = ({ type, property }: CompiledField): boolean => type.expression(property).kind === 'text'

/** Names the index of what is unique together; no column is called so. */
export const uniqueTogether = (columns: readonly string[], alike: UniqueOptions | null): string =>
  columns.join('+') + uniqueSuffix(alike)

/** The same key of a value at hand, for finding it among rows; the database decides. */
export function uniqueKeyOf({ alike }: Pick<KeyPart, 'alike'>, value: unknown): string {
  const { ignoreCase, ignoreWidth, ignoreSpaces } = alike ?? {}
  const wide = ignoreWidth ? String(value).normalize('NFKC') : String(value)
  const cased = ignoreCase ? wide.toLowerCase() : wide
  return ignoreSpaces ? cased.replaceAll(/\s+/g, '') : cased
}
