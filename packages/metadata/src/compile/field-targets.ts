import type { FieldTargets } from '@fieldwork/fields'
import type { Catalog, CompiledObject } from '../catalog.ts'

/** In the place of names: every object that people make records of. */
export const ANY_TARGET = '*'

interface Targeted {
  targets: FieldTargets | null
}

interface Known {
  name: string
  managed: boolean
}

/** The objects that exist of those a field points to by `targets`, in the order in which they are offered. */
export function namesOfTargets(objects: ReadonlyMap<string, Known>, { targets }: Targeted): string[] {
  if (targets === null) return []
  if (!targets.objects.includes(ANY_TARGET)) return targets.objects.filter((name) => objects.has(name))
  return [...objects.values()].filter(({ managed }) => !managed).map(({ name }) => name)
}

/** The same as compiled objects. */
export function targetObjects(catalog: Pick<Catalog, 'objects'>, field: Targeted): CompiledObject[] {
  return namesOfTargets(catalog.objects, field).flatMap((name) => catalog.objects.get(name) ?? [])
}

/** Whether a field points to records of an object in any way. */
export function pointsTo(
  { objects }: { objects: ReadonlyMap<string, Known> },
  field: Targeted & { reference: string | null },
  object: string,
): boolean {
  return field.reference === object || namesOfTargets(objects, field).includes(object)
}
