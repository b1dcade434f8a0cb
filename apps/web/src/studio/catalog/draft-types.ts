import type { ExprType } from '@fieldwork/expressions'

import type { ObjectDefinition } from '../model/definitions.ts'
import type { CatalogCollection, CatalogField, CatalogFieldType, CatalogObject } from './types.ts'

/**
 * How expressions see a field that is not published yet: like the example of its type, with its own options and the
 * object that it refers to. Null for what is computed from other fields.
 */
export function draftType(
  { reference, targets }: Pick<CatalogField, 'reference' | 'targets'>,
  type: CatalogFieldType | undefined,
  xField: Readonly<Record<string, unknown>>,
): ExprType | null {
  if (!type || (type.computed !== null && type.computed !== 'sequence')) return null
  const own = (example: ExprType): ExprType => {
    if (example.kind === 'list') return { ...example, of: own(example.of) }
    if (example.kind === 'record') return { kind: 'record', object: reference ?? targets?.[0] ?? example.object }
    return example.kind === 'text' && example.options
      ? { kind: 'text', options: Object.keys(Object(xField['options'] ?? {})) }
      : example
  }
  return own(type.expression)
}

interface DraftObject extends Pick<CatalogObject, 'name' | 'fields' | 'collections'> {
  definition: ObjectDefinition | null
}

/** Puts the collections that the draft's objects make over the published ones. */
export function withDraftCollections<T extends DraftObject>(objects: T[]): T[] {
  const drafted = objects.filter(({ definition }) => definition !== null)
  const known = new Set(objects.map(({ name }) => name))
  const isCurrent = ({ object }: CatalogCollection): boolean =>
    known.has(object) && !drafted.some(({ name }) => name === object)
  return objects.map((object) => {
    const kept = object.collections.filter(isCurrent)
    const added = drafted.flatMap((source) => collectionsOf(source, object))
    return kept.length === object.collections.length && added.length === 0
      ? object
      : { ...object, collections: [...kept, ...added] }
  })
}

/** What the fields of one object give another one, named as the platform names it. */
function collectionsOf(source: DraftObject, target: DraftObject): CatalogCollection[] {
  const references = source.fields.filter(
    ({ reference, targets, system }) =>
      !system && (reference === target.name || targets?.some((name) => name === target.name || name === '*') === true),
  )
  const taken = new Set(target.fields.map(({ name }) => name))
  return references.map(({ name, type }) => {
    const chosen = source.definition?.properties[name]?.['x-field']['collection']
    const usual = references.length === 1 && !taken.has(source.name) ? source.name : `${source.name}_${name}`
    return {
      name: typeof chosen === 'string' && chosen !== '' ? chosen : usual,
      object: source.name,
      field: name,
      isLines: type === 'master-detail',
    }
  })
}
