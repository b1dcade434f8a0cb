import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { Block } from '../model/definitions.ts'

/** Lines that records of an object have: what they are called there, and whose records they are. */
export interface LinesOf {
  name: string
  child: StudioObject
}

/** The lines of an object as published, and those that the draft adds. */
export function useLinesOf(object: StudioObject): LinesOf[] {
  const objects = useStudioObjects()
  const published = object.collections.flatMap(({ name, object: child, isLines }) => {
    if (!isLines) return []
    const found = objects.find((each) => each.name === child)
    return found ? [{ name, child: found }] : []
  })
  const known = new Set(published.map(({ child }) => child.name))
  const drafted = objects.filter((each) => !known.has(each.name)).flatMap((each) => draftedLines(each, object))
  return [...published, ...drafted]
}

function draftedLines(child: StudioObject, { name }: StudioObject): LinesOf[] {
  return Object.values(child.definition?.properties ?? {}).flatMap(({ 'x-field': options }) => {
    if (options.type !== 'master-detail' || options['object'] !== name) return []
    const chosen = options['collection']
    return [{ name: typeof chosen === 'string' ? chosen : child.name, child }]
  })
}

/** The object whose records a table on a layout shows. */
export function useShownObject(object: StudioObject, block: Block): StudioObject | undefined {
  const objects = useStudioObjects()
  const lines = useLinesOf(object)
  if (block.type === 'lines') return lines.find(({ name }) => name === block.collection)?.child
  return objects.find(({ name }) => name === block.object)
}
