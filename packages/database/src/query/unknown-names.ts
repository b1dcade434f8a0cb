import type { QueryContext } from './context.ts'

/**
 * The fields that an actor does not know: those that do not exist for him, and of objects that are closed to him those
 * that refer to records, since other objects would have collections by them.
 */
export const unknownNames =
  ({ absent, access, catalog }: Pick<QueryContext, 'absent' | 'access' | 'catalog'>) =>
  (object: string): ReadonlySet<string> => {
    const hidden = absent?.(object) ?? nothing
    if (access(object, 'read').kind !== 'none') return hidden
    const references = [...catalog.object(object).fields.values()].filter(({ reference }) => reference !== null)
    return new Set([...hidden, ...references.map(({ name }) => name)])
  }

const nothing: ReadonlySet<string> = new Set()
