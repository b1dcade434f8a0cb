import type { Layer } from '../catalog.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import type { KnownField } from '../layers/check-workspace-names.ts'

/** The fields that any layer names, whatever became of them. */
export function knownFieldsOf(layers: readonly Layer[]): KnownField {
  const known = new Set<string>()
  for (const { documents } of layers) {
    for (const { kind, name, body } of documents) {
      const properties = kind === 'object' ? ownValue(body, 'properties') : null
      if (isPlainObject(properties)) for (const field of Object.keys(properties)) known.add(`${name}.${field}`)
    }
  }
  return (object, field) => known.has(`${object}.${field}`)
}
