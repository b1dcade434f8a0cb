import type { Catalog, CompiledObject } from '../catalog.ts'
import type { ObjectDefinition } from './object-definition.ts'
import type { ObjectShape } from './object-shape.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

/** What is published, and the object with a draft in it; parameters are what they are now, or were. */
export function publishedWorld(
  catalog: Catalog,
  draft?: ObjectShape,
  parameters: World['parameters'] = catalog.parameters,
): World {
  const objects = [...catalog.objects.values()]
  const shapes = new Map(objects.map((object) => [object.name, publishedShape(object)]))
  if (draft) shapes.set(draft.name, draft)
  const names = new Set(shapes.keys())
  const none: ReadonlySet<string> = new Set()
  return createWorld({
    shapes,
    dimensions: new Map(),
    parameters,
    extensions: catalog.extensions,
    calendars: new Map(),
    collections: new Map(objects.map(({ name, collections }) => [name, collections])),
    broken: none,
    names: (kind) => (kind === 'object' ? names : new Set(catalog.documents(kind).keys())),
    known(object, field) {
      const expression = catalog.objects.get(object)?.fields.get(field)?.formula
      return expression ? { expression, dependencies: new Set() } : undefined
    },
  })
}

/** Signatures tell what has changed between two compilations; here nothing is kept. */
const publishedShape = (object: CompiledObject): ObjectShape => ({
  ...object,
  definition: object.definition as unknown as ObjectDefinition,
  signatures: new Map(),
  signature: '',
})
