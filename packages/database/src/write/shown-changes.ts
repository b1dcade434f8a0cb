import type { QueryContext } from '../query/context.ts'
import { quoteText } from '../query/sql-text.ts'

/**
 * SQL of the changes of an event as the actor sees them: of hidden fields only that they changed, and nothing of those
 * that do not exist for him.
 */
export function shownChanges(
  { masked, absent }: Pick<QueryContext, 'masked' | 'absent'>,
  object: string,
  changes: string,
): string {
  const hidden = [...(masked?.(object) ?? [])]
  if (hidden.length === 0) return changes
  const gone = absent?.(object)
  const names = arrayOf(hidden)
  const told = `(select coalesce(jsonb_object_agg(n, '[null, null]'::jsonb), '{}') from unnest(${arrayOf(hidden.filter((name) => !gone?.has(name)))}) n where ${changes} ? n)`
  return `((${changes} - ${names}) || ${told})`
}

const arrayOf = (names: readonly string[]): string => `array[${names.map(quoteText).join(', ')}]::text[]`
