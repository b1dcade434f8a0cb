import type { Catalog, CompiledField, CompiledObject } from './catalog.ts'
import { sensitiveOnPath } from './compile/sensitive-sources.ts'
import type { FieldAddress, SensitiveFields } from './compile/sensitive-sources.ts'
import { inCatalog, readBy } from './sensitive-fields.ts'

/** What a computed field shows the values of, directly or through other computed fields. */
export interface FieldSources {
  /** fields of the same record */
  own: ReadonlySet<string>
  /** fields of other records */
  others: readonly FieldAddress[]
}

const known = new WeakMap<Catalog, Map<string, ReadonlyMap<string, FieldSources>>>()

/** By computed field of an object, where its values come from; other fields are absent. */
export function fieldSources(catalog: Catalog, object: string): ReadonlyMap<string, FieldSources> {
  const objects = known.get(catalog) ?? new Map<string, ReadonlyMap<string, FieldSources>>()
  known.set(catalog, objects)
  const found = objects.get(object) ?? findSources(catalog, catalog.object(object))
  objects.set(object, found)
  return found
}

function findSources(catalog: Catalog, object: CompiledObject): ReadonlyMap<string, FieldSources> {
  const every: SensitiveFields = { ...inCatalog(catalog), isMarked: () => true }
  const computed = [...object.fields.values()].filter(({ formula, rollUp }) => formula || rollUp)
  return new Map(
    computed.map((field) => {
      const own = new Set<string>()
      const others: FieldAddress[] = []
      addSources(every, { object, field, own, others })
      return [field.name, { own, others }] as const
    }),
  )
}

interface Adding {
  object: CompiledObject
  field: CompiledField
  own: Set<string>
  others: FieldAddress[]
}

function addSources(every: SensitiveFields, { object, field, own, others }: Adding): void {
  if (field.rollUp) others.push({ object: field.rollUp.object, field: field.rollUp.via })
  for (const { object: start, path } of readBy(object.name, field)) {
    const [first = '', ...rest] = path
    // what a roll-up reads are fields of other records, even where these are of the same object
    const isOwn = field.formula !== null && start === object.name
    const source = isOwn ? object.fields.get(first) : undefined
    const collection = isOwn ? object.collections.get(first) : undefined
    if (collection) others.push({ object: collection.object, field: collection.field })
    if (source && !own.has(first)) {
      own.add(first)
      addSources(every, { object, field: source, own, others })
    }
    const [from, beyond] = source || collection ? [every.step(start, first), rest] : [start, path]
    if (from !== null) others.push(...sensitiveOnPath(every, { object: from, path: beyond }))
  }
}
