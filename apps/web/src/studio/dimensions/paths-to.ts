import type { LocalizedText } from '@fieldwork/expressions'

import type { StudioObject } from '../catalog/studio-objects.ts'

const MAX_STEPS = 3

/** A path over references, with what each step is called. */
export interface FoundPath {
  path: string
  labels: LocalizedText[]
}

type PathObject = Pick<StudioObject, 'name' | 'fields'>

/** The paths over references that lead from one object to records of another, the shortest first. */
export function pathsTo(
  objects: readonly PathObject[],
  { from, target }: { from: string; target: string },
): FoundPath[] {
  const byName = new Map(objects.map((object) => [object.name, object]))
  const found: FoundPath[] = []
  let open: (FoundPath & { at: string })[] = [{ path: '', labels: [], at: from }]
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const next: typeof open = []
    for (const { path, labels, at } of open) {
      for (const { name, label, reference, targets } of byName.get(at)?.fields ?? []) {
        const way = { path: path === '' ? name : `${path}.${name}`, labels: [...labels, label] }
        if (reference === target || targets?.includes(target)) found.push(way)
        // who made or changed a record says nothing about whose it is
        if (reference !== null && name !== 'created_by' && name !== 'updated_by') next.push({ ...way, at: reference })
      }
    }
    open = next
  }
  return found
}
