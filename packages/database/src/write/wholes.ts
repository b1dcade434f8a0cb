import type { Catalog, CompiledCollection, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { lineRules, ruleReaches } from './line-rules.ts'

/** A record that others are looked at from: what becomes of these must suit it. */
export interface Whole {
  object: CompiledObject
  /** of the part: refers to the whole */
  field: CompiledField
  collection: CompiledCollection
  /** the part belongs to it: whatever is done to the part is done to it */
  isMaster: boolean
}

const known = new WeakMap<Catalog, Map<string, readonly Whole[]>>()

/**
 * The wholes that a write of a record of the object has to keep: its master, and objects with rules over collections
 * or roll-ups that it is in. None for most; decided once per catalog.
 */
export function wholesOf(catalog: Catalog, name: string): readonly Whole[] {
  const inCatalog = known.get(catalog) ?? new Map<string, readonly Whole[]>()
  known.set(catalog, inCatalog)
  const found = inCatalog.get(name) ?? findWholes(catalog, catalog.object(name))
  inCatalog.set(name, found)
  return found
}

/** Whether rules of the object that refuse look at other records, which somebody else may be writing. */
export const looksBeyond = (object: CompiledObject): boolean =>
  lineRules(object).some(({ severity }) => severity === 'block')

function findWholes(catalog: Catalog, part: CompiledObject): Whole[] {
  return [...part.fields.values()].flatMap((field) => {
    const object = field.reference === null ? undefined : catalog.objects.get(field.reference)
    const collection = object && collectionOf(object, part, field)
    if (!object || !collection) return []
    const isMaster = part.master?.field === field.name
    const isNeeded = isMaster || lineRules(object).some(({ when }) => ruleReaches(object, when, collection))
    return isNeeded ? [{ object, field, collection, isMaster }] : []
  })
}

function collectionOf(object: CompiledObject, part: CompiledObject, field: CompiledField) {
  return [...object.collections.values()].find((each) => each.object === part.name && each.field === field.name)
}
