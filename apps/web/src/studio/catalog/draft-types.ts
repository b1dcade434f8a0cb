import type { ExprType } from '@fieldwork/expressions'

import type { ObjectDefinition } from '../model/definitions.ts'
import type { CatalogField, CatalogFieldType, CatalogObject } from './types.ts'

/**
 * How expressions see a field that is not published yet: like the example of its type, with its own options and the
 * object that it refers to. Null for what is computed from other fields.
 */
export function draftType(
  { reference }: Pick<CatalogField, 'reference'>,
  type: CatalogFieldType | undefined,
  xField: Readonly<Record<string, unknown>>,
): ExprType | null {
  if (!type || (type.computed !== null && type.computed !== 'sequence')) return null
  const own = (example: ExprType): ExprType => {
    if (example.kind === 'list') return { ...example, of: own(example.of) }
    if (example.kind === 'record') return { kind: 'record', object: reference ?? example.object }
    return example.kind === 'text' && example.options
      ? { kind: 'text', options: Object.keys(Object(xField['options'] ?? {})) }
      : example
  }
  return own(type.expression)
}

interface DraftObject extends Pick<CatalogObject, 'name' | 'fields' | 'collections'> {
  definition: ObjectDefinition | null
}

/** Adds the collections that fields of the draft name. */
export function withDraftCollections<T extends DraftObject>(objects: T[]): T[] {
  const named = objects.flatMap(({ name, definition, fields }) =>
    fields.flatMap((field) => {
      const chosen = definition?.properties[field.name]?.['x-field']['collection']
      return typeof chosen === 'string' ? [{ target: field.reference, name: chosen, object: name }] : []
    }),
  )
  return objects.map((object) => {
    const known = new Set(object.collections.map(({ name }) => name))
    const added = named.filter(({ target, name }) => target === object.name && !known.has(name))
    return added.length === 0 ? object : { ...object, collections: [...object.collections, ...added] }
  })
}
