import { fieldSources, hasSensitive, maskOf } from '@fieldwork/metadata'
import type { Catalog, FieldAddress } from '@fieldwork/metadata'
import { accessPlan } from './access-plan.ts'
import type { PlannedActor } from './access-plan.ts'

const none: readonly string[] = []

/** Sensitive fields of an object whose values an actor sees, perhaps not of every record. */
export function openSensitive(catalog: Catalog, actor: PlannedActor, object: string): readonly string[] {
  if (!catalog.objects.has(object) || !hasSensitive(catalog)) return none
  const sensitive = sensitiveFields(catalog, object)
  if (sensitive.length === 0) return none
  const { masked, partly } = accessPlan(catalog, actor).fields(object)
  return sensitive.filter((name) => !masked.has(name) || partly.has(name))
}

const known = new WeakMap<Catalog, Map<string, readonly string[]>>()

/** Fields that are sensitive, or computed from such. */
function sensitiveFields(catalog: Catalog, object: string): readonly string[] {
  const objects = known.get(catalog) ?? new Map<string, readonly string[]>()
  known.set(catalog, objects)
  const found = objects.get(object) ?? findSensitive(catalog, object)
  objects.set(object, found)
  return found
}

function findSensitive(catalog: Catalog, object: string): string[] {
  const isMarked = (at: FieldAddress): boolean => {
    const field = catalog.objects.get(at.object)?.fields.get(at.field)
    return field !== undefined && maskOf(field) !== null
  }
  const sources = fieldSources(catalog, object)
  return [...catalog.object(object).fields.keys()].filter((name) => {
    const { own = [], others = [] } = sources.get(name) ?? {}
    return [name, ...own].some((field) => isMarked({ object, field })) || others.some(isMarked)
  })
}
