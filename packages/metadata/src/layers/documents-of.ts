import type { Layer } from '../catalog.ts'
import { mergePatch } from '../json/merge-patch.ts'
import { WORKSPACE } from './check-workspace-names.ts'
import { documentKey } from './merge-layers.ts'

/** Documents by key. */
export type Documents = Map<string, Layer['documents'][number]>

/** What the layers below the workspace's own together say, in the order of the layers; a body of one layer as it is. */
export const documentsBelow = (layers: readonly Layer[]): Documents =>
  documentsOf(layers.filter(({ name }) => name !== WORKSPACE))

/** What the workspace's own layer says. */
export const ownDocuments = (layers: readonly Layer[]): Documents =>
  documentsOf(layers.filter(({ name }) => name === WORKSPACE))

function documentsOf(layers: readonly Layer[]): Documents {
  const found: Documents = new Map()
  for (const { documents } of layers) {
    for (const { kind, name, body } of documents) {
      const key = documentKey(kind, name)
      const lower = found.get(key)?.body
      const merged = lower ? (mergePatch(lower, body) as Record<string, unknown>) : body
      found.set(key, { kind, name, body: merged })
    }
  }
  return found
}
