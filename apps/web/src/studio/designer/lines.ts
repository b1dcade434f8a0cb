import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { Block } from '../model/definitions.ts'

/** Lines that records of an object have: what they are called there, and whose records they are. */
export interface LinesOf {
  name: string
  child: StudioObject
}

/** The lines of an object, those that the draft adds included. */
export function useLinesOf(object: StudioObject): LinesOf[] {
  const objects = useStudioObjects()
  return object.collections.flatMap(({ name, object: child, isLines }) => {
    const found = isLines ? objects.find((each) => each.name === child) : undefined
    return found ? [{ name, child: found }] : []
  })
}

/** The object whose records a table on a layout shows. */
export function useShownObject(object: StudioObject, block: Block): StudioObject | undefined {
  const objects = useStudioObjects()
  const lines = useLinesOf(object)
  if (block.type === 'lines') return lines.find(({ name }) => name === block.collection)?.child
  return objects.find(({ name }) => name === block.object)
}
