import { sensitiveFieldsOf } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import { accessPlan } from './access-plan.ts'
import type { PlannedActor } from './access-plan.ts'

const none: readonly string[] = []

/** Sensitive fields of an object whose values an actor sees, perhaps not of every record. */
export function openSensitive(catalog: Catalog, actor: PlannedActor, object: string): readonly string[] {
  if (!catalog.objects.has(object)) return none
  const sensitive = sensitiveFieldsOf(catalog, object)
  if (sensitive.size === 0) return none
  const masked = accessPlan(catalog, actor).masked(object)
  return [...sensitive.keys()].filter((name) => !masked.has(name))
}
