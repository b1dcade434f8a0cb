import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import { recordSchemaOf } from '@fieldwork/metadata'
import { accessPlan } from './access-plan.ts'
import type { PlannedActor } from './access-plan.ts'
import type { AccessPlan } from './plan.ts'
import type { Records } from '../types.ts'
import { withoutFields } from './known-object.ts'

type Known = ReturnType<Records['knownCatalog']>

const reductions = new WeakMap<AccessPlan, Known>()

/** A catalog without the fields that do not exist for an actor, and without collections by such or of closed objects. */
export function knownCatalog(catalog: Catalog, actor: PlannedActor): Known {
  const plan = accessPlan(catalog, actor)
  const found = reductions.get(plan) ?? reducedCatalog(catalog, plan)
  reductions.set(plan, found)
  return found
}

function reducedCatalog(catalog: Catalog, { key, fields, access }: AccessPlan): Known {
  const objects = new Map([...catalog.objects].map(([name, object]) => [name, known(object)]))
  const object = (name: string) => objects.get(name) ?? catalog.object(name)
  return {
    key,
    catalog: { ...catalog, objects, object, recordSchema: (name, mode) => recordSchemaOf(object(name), mode) },
  }

  function known(whole: CompiledObject): CompiledObject {
    const isKnown = ({ object: of, field }: { object: string; field: string }) =>
      access(of, 'read').kind !== 'none' && !fields(of).absent.has(field)
    const collections = [...whole.collections].filter(([, collection]) => isKnown(collection))
    const reduced = withoutFields(whole, fields(whole.name).absent)
    return collections.length === whole.collections.size ? reduced : { ...reduced, collections: new Map(collections) }
  }
}
