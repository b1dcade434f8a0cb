import type { Definition, Kind, Layer } from '../catalog.ts'
import { mergePatch } from '../json/merge-patch.ts'
import { isPlainObject, sameJson } from '../json/plain-object.ts'

/** The key an overlay sets to hide a document that a lower layer ships. */
export const HIDDEN = 'x-hidden'

/** A document as all its layers together say it. */
export interface MergedDocument {
  kind: Kind
  name: string
  body: Definition
  hidden: boolean
  /** the layers that have a part in it, lowest first */
  parts: { layer: string; body: Record<string, unknown> }[]
}

/** Unambiguous key of a document. */
export const documentKey = (kind: Kind, name: string): string => `${kind}/${name}`

/**
 * Merges the layers, lowest first. A document whose parts say what they said before is the same object as in
 * `previous`, so that whatever was made of it can be kept.
 */
export function mergeLayers(
  layers: Layer[],
  previous?: ReadonlyMap<string, MergedDocument>,
): Map<string, MergedDocument> {
  const merged = new Map<string, MergedDocument>()
  for (const [key, { kind, name, parts }] of collectParts(layers)) {
    const before = previous?.get(key)
    merged.set(key, before && sameParts(before.parts, parts) ? before : mergeParts(kind, name, parts))
  }
  return merged
}

type Gathered = Pick<MergedDocument, 'kind' | 'name' | 'parts'>

function collectParts(layers: Layer[]): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>()
  for (const layer of layers) {
    for (const { kind, name, body } of layer.documents) {
      const key = documentKey(kind, name)
      const entry = gathered.get(key) ?? { kind, name, parts: [] }
      entry.parts.push({ layer: layer.name, body })
      gathered.set(key, entry)
    }
  }
  return gathered
}

function sameParts(before: MergedDocument['parts'], after: MergedDocument['parts']): boolean {
  return (
    before.length === after.length &&
    before.every((part, at) => part.layer === after[at]?.layer && sameJson(part.body, after[at]?.body))
  )
}

function mergeParts(kind: Kind, name: string, parts: MergedDocument['parts']): MergedDocument {
  const merged = parts.reduce<unknown>((lower, part) => mergePatch(lower, part.body), {})
  const { [HIDDEN]: hidden, $schema: _schema, ...rest } = isPlainObject(merged) ? merged : {}
  return { kind, name, body: { ...rest, name } as Definition, hidden: hidden === true, parts }
}
