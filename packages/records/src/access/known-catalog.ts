import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import { recordSchemaOf } from '@fieldwork/metadata'
import { accessPlan } from './access-plan.ts'
import type { PlannedActor } from './access-plan.ts'
import type { Records } from '../types.ts'
import { withoutFields } from './known-object.ts'

/** A catalog without the fields that do not exist for an actor, and without collections by such. */
export function knownCatalog(catalog: Catalog, actor: PlannedActor): ReturnType<Records['knownCatalog']> {
  const { key, fields, hidesNames } = accessPlan(catalog, actor)
  if (!hidesNames) return { key, catalog }
  const objects = new Map([...catalog.objects].map(([name, object]) => [name, known(object)]))
  const object = (name: string) => objects.get(name) ?? catalog.object(name)
  return {
    key,
    catalog: { ...catalog, objects, object, recordSchema: (name, mode) => recordSchemaOf(object(name), mode) },
  }

  function known(whole: CompiledObject): CompiledObject {
    const isKnown = ({ object: of, field }: { object: string; field: string }) => !fields(of).absent.has(field)
    const collections = [...whole.collections].filter(([, collection]) => isKnown(collection))
    const reduced = withoutFields(whole, fields(whole.name).absent)
    return collections.length === whole.collections.size ? reduced : { ...reduced, collections: new Map(collections) }
  }
}
