import type { Catalog, CompiledObject, CompiledRole, Definition, Kind } from '../catalog.ts'
import { appError } from '../errors.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { deepFreeze } from '../json/plain-object.ts'
import { recordSchemaOf } from '../record-schema.ts'
import { remember } from './compilation.ts'
import type { Compilation, CompiledPart } from './compilation.ts'
import type { NormalDocument } from './normal-documents.ts'
import { objectHashes } from './object-hashes.ts'
import type { World } from './world.ts'

interface CatalogParts {
  merged: Compilation['merged']
  parts: Map<string, CompiledPart>
  world: World
  documents: NormalDocument[]
}

/** Puts a catalog together from parts that have no problems. */
export function assembleCatalog({ merged, parts, world, documents }: CatalogParts, revision: number): Catalog {
  const hashes = objectHashes(world.shapes)
  const objects = new Map<string, CompiledObject>()
  const roles = new Map<string, CompiledRole>()
  const byKind = new Map<Kind, Map<string, Definition>>()
  for (const { kind, name, definition } of documents) {
    const key = documentKey(kind, name)
    const part = parts.get(key) as CompiledPart
    let shown = definition
    if (kind === 'role') roles.set(name, part.value as CompiledRole)
    if (kind === 'object') {
      const object = withHash(part.value as CompiledObject, hashes.get(name) as string)
      objects.set(name, object)
      parts.set(key, { ...part, value: object })
      shown = object.definition
    }
    byKind.set(kind, (byKind.get(kind) ?? new Map()).set(name, deepFreeze(shown)))
  }
  const catalog = createView({ revision, objects, roles, byKind, merged })
  remember(catalog, { merged, parts })
  return catalog
}

const withHash = (object: CompiledObject, hash: string): CompiledObject =>
  object.hash === hash ? object : { ...object, hash }

interface CatalogContents {
  revision: number
  objects: Map<string, CompiledObject>
  roles: Map<string, CompiledRole>
  byKind: Map<Kind, Map<string, Definition>>
  merged: Compilation['merged']
}

function createView({ revision, objects, roles, byKind, merged }: CatalogContents): Catalog {
  const empty: ReadonlyMap<string, Definition> = new Map()
  const object = (name: string): CompiledObject => {
    const found = objects.get(name)
    if (!found) throw appError('not_found', { name })
    return found
  }
  return Object.freeze({
    revision,
    objects,
    roles,
    object,
    documents: (kind: Kind) => byKind.get(kind) ?? empty,
    layersOf: (kind: Kind, name: string) => merged.get(documentKey(kind, name))?.parts.map(({ layer }) => layer) ?? [],
    recordSchema: (name: string, mode: 'create' | 'update') => recordSchemaOf(object(name), mode),
  })
}
