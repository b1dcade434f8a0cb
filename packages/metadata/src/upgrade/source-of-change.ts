import type { Layer } from '../catalog.ts'
import { sameJson } from '../json/plain-object.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import type { DocumentName } from '../layers/change-set.ts'
import type { UpgradeConflict } from './conflict.ts'

/** Which package changed a document between two states of the layers; the uppermost, where several did. */
export function sourceOfChange(
  before: readonly Layer[],
  after: readonly Layer[],
  document: DocumentName,
): Pick<UpgradeConflict, 'package' | 'from' | 'to'> {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].filter((name) => name !== WORKSPACE)
  const changed = (name: string) => !sameJson(bodyIn(before, name, document), bodyIn(after, name, document))
  const releases = names.filter((name) => versionIn(before, name) !== versionIn(after, name))
  const source = names.findLast(changed) ?? releases.at(-1) ?? names.at(-1) ?? ''
  return { package: source, from: versionIn(before, source), to: versionIn(after, source) }
}

const layerIn = (layers: readonly Layer[], name: string): Layer | undefined =>
  layers.find((layer) => layer.name === name)

const bodyIn = (layers: readonly Layer[], name: string, document: DocumentName): unknown =>
  layerIn(layers, name)?.documents.find((other) => other.kind === document.kind && other.name === document.name)?.body

const versionIn = (layers: readonly Layer[], name: string): string | null =>
  layerIn(layers, name)?.package?.version ?? null
