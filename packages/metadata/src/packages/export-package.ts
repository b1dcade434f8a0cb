import type { Kind, Layer } from '../catalog.ts'
import { composePatches } from '../json/compose-patches.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { isOwnKind, kinds } from '../schemas/kind-schemas.ts'
import { text } from '../words.ts'
import { PACKAGE_FORMAT } from './package-document.ts'
import type { PackageDocument, PackageEntry } from './package-document.ts'
import { infoOfPackage } from './read-package.ts'

/** Every layer in one package. */
const ALL = 'all'

/**
 * One layer as a package, or `all`: every document as all layers together say it, with a null for what one of them
 * removed, so that it means the same wherever it is imported.
 *
 * @param revision of the workspace; the last part of the version of what has no version of its own
 * @returns null when there is no such layer
 */
export function exportPackage(layers: readonly Layer[], name: string, revision: number): PackageDocument | null {
  const below = layers.filter((layer) => layer.name !== WORKSPACE)
  const made = { version: `0.0.${revision}`, requires: requirements(below) }
  if (name === ALL) {
    const requires = requirements(below.slice(0, 1))
    const label = text('Whole workspace', '整个工作区')
    return packageOf(ALL, { ...made, requires, label }, composeAll(layers))
  }
  const layer = layers.find((candidate) => candidate.name === name)
  if (!layer) return null
  const label = text('Changes of the workspace', '工作区的修改')
  const info = name === WORKSPACE ? { ...made, label } : (layer.package ?? { version: '0.0.0' })
  return packageOf(name, info, layer.documents)
}

function packageOf(
  name: string,
  info: Omit<PackageDocument, 'format' | 'name' | 'documents'>,
  entries: PackageEntry[],
) {
  const documents = entries.toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind) || (a.name < b.name ? -1 : 1))
  return { format: PACKAGE_FORMAT, name, ...infoOfPackage(info), documents } satisfies PackageDocument
}

const requirements = (layers: readonly Layer[]): Record<string, string> =>
  Object.fromEntries(layers.flatMap(({ name, package: info }) => (info ? [[name, `^${info.version}`]] : [])))

function composeAll(layers: readonly Layer[]): PackageEntry[] {
  const composed = new Map<string, PackageEntry>()
  for (const { kind, name, body } of layers.flatMap(({ documents }) => documents)) {
    const key = documentKey(kind, name)
    const whole = composePatches(composed.get(key)?.body ?? {}, body) as PackageEntry['body']
    composed.set(key, { kind, name, body: whole })
  }
  return [...composed.values()]
}

/** Kinds of plugins come last. */
const placeOf = (kind: Kind): number => (isOwnKind(kind) ? kinds.indexOf(kind) : kinds.length)
