import type { QueryContext } from '../query/context.ts'
import { quoteText } from '../query/sql-text.ts'

/** SQL of the changes of an event as the actor sees them: of hidden fields only that they changed. */
export function shownChanges({ masked }: Pick<QueryContext, 'masked'>, object: string, changes: string): string {
  const hidden = [...(masked?.(object) ?? [])].map(quoteText)
  if (hidden.length === 0) return changes
  const names = `array[${hidden.join(', ')}]::text[]`
  const told = `(select coalesce(jsonb_object_agg(n, '[null, null]'::jsonb), '{}') from unnest(${names}) n where ${changes} ? n)`
  return `((${changes} - ${names}) || ${told})`
}
