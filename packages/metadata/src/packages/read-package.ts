import type { Problem } from '@fieldwork/fields'
import type { Layer, PackageInfo } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { checkLayers } from '../layers/check-layers.ts'
import { documentKey } from '../layers/merge-layers.ts'
import type { DefinitionProblem } from '../problems.ts'
import { text } from '../words.ts'
import { checkManifest } from './check-manifest.ts'
import type { PackageDocument } from './package-document.ts'

/**
 * Reads what was sent as a package; whether its definitions make sense where it is to be installed, only an import
 * can tell.
 *
 * @returns the package, or every problem with its pointer into what was sent
 */
export function readPackageDocument(value: unknown): { package: PackageDocument } | { problems: Problem[] } {
  const problems = [...missingParts(value), ...checkManifest(value)]
  if (problems.length > 0) return { problems }
  const read = value as PackageDocument
  const unsafe = checkLayers([layerOfPackage(read)])
  return unsafe.length > 0 ? { problems: locateInPackage(unsafe, read) } : { package: read }
}

function missingParts(value: unknown): Problem[] {
  const given: Partial<PackageDocument> = typeof value === 'object' && value !== null ? value : {}
  return (['format', 'documents'] as const)
    .filter((key) => given[key] === undefined)
    .map((key) => {
      return { pointer: pointerOf(key), code: 'required', message: text(`“${key}” is missing`, `缺少“${key}”`) }
    })
}

/** The layer that a package makes. */
export const layerOfPackage = (read: PackageDocument): Layer => ({
  name: read.name,
  package: infoOfPackage(read),
  documents: read.documents,
})

/** What a package says of itself, without its name and its documents. */
export const infoOfPackage = ({ version, label, requires, type }: PackageInfo): PackageInfo => ({
  version,
  ...(label && { label }),
  ...(requires && { requires }),
  ...(type && { type }),
})

/** Problems of definitions with pointers into the package they came with; of others they stay as they are. */
export function locateInPackage(problems: DefinitionProblem[], { documents }: PackageDocument): DefinitionProblem[] {
  const places = new Map(documents.map(({ kind, name }, at) => [documentKey(kind, name), at]))
  return problems.map((problem) => {
    const at = places.get(documentKey(problem.kind, problem.name))
    return at === undefined
      ? problem
      : { ...problem, pointer: pointerOf('documents', at, 'body') + (problem.pointer ?? '') }
  })
}
