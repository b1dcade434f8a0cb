import type { Definition, Kind } from '../catalog.ts'
import { sameJson } from '../json/plain-object.ts'
import { documentKey } from '../layers/merge-layers.ts'
import type { MergedDocument } from '../layers/merge-layers.ts'
import { normalDefinition } from './normal-definition.ts'
import { applyTexts } from './translations.ts'
import type { Texts } from './translations.ts'

/** A document in normal form with the translations applied to it. */
export interface NormalDocument {
  kind: Kind
  name: string
  definition: Definition
}

interface Memory {
  texts: Texts
  normal: NormalDocument
}

const memories = new WeakMap<MergedDocument, Memory>()

/** The normal forms; an unchanged document with unchanged translations gives the same object again. */
export function normalDocuments(documents: MergedDocument[], texts: ReadonlyMap<string, Texts>): NormalDocument[] {
  return documents.map((document) => {
    const own = texts.get(documentKey(document.kind, document.name)) ?? []
    const memory = memories.get(document)
    if (memory && sameJson(memory.texts, own)) return memory.normal
    const { kind, name } = document
    const normal = { kind, name, definition: applyTexts(normalDefinition(kind, document.body), own) }
    memories.set(document, { texts: own, normal })
    return normal
  })
}
