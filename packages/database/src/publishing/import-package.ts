import type { LocalizedText, Problem } from '@fieldwork/fields'
import {
  checkCircles,
  checkRequirements,
  importIntoWorkspace,
  isSameRelease,
  layerOfPackage,
  packagesWith,
  upgradeLayers,
} from '@fieldwork/metadata'
import type { Layer, PackageDocument } from '@fieldwork/metadata'
import type { Basis } from './changed-meanwhile.ts'
import type { Edit } from './draft.ts'
import { installationWords, refuseOlder } from './install-packages.ts'
import { workspaceLayer } from './stored-documents.ts'

export interface ImportOptions {
  /** `workspace` (default): as changes of the workspace's own; else the name of the package, as a layer of its own */
  layer?: string | undefined
  /** into the workspace: drop its own documents that the package does not have */
  prune?: boolean | undefined
  /** refuse where a later revision than this one changed one of the same documents */
  baseRevision?: number | undefined
  /** accept an older release than the one installed */
  confirm?: boolean
}

/** The import of a package as an edit of the layers. */
export function importEdit(read: PackageDocument, { layer = workspaceLayer, prune, confirm }: ImportOptions): Edit {
  if (layer === workspaceLayer) return (layers) => intoWorkspace(layers, read, prune === true)
  return (layers, within) => {
    const problems = [...nameProblems(layers, read, layer), ...requirementProblems(layers, read)]
    if (problems.length > 0) return { problems }
    if (confirm !== true) refuseOlder(layers, layerOfPackage(read))
    const packages = packagesWith(layers, read)
    const upgraded = upgradeLayers({ before: layers, packages, ...within })
    return 'problems' in upgraded ? upgraded : { ...upgraded, message: installationWords(layers, packages) }
  }
}

function intoWorkspace(layers: Layer[], read: PackageDocument, prune: boolean): ReturnType<Edit> {
  const problems = requirementProblems(layers, read)
  if (problems.length > 0) return { problems }
  const imported = importIntoWorkspace(layers, read, { prune })
  return { layers: imported }
}

const requirementProblems = (layers: Layer[], read: PackageDocument): Problem[] => {
  const layer = layerOfPackage(read)
  return [...checkRequirements(layer, layers), ...checkCircles(layer, layers)]
}

/** What the program ships only another program can change; `workspace` is nobody's name. */
function nameProblems(layers: Layer[], read: PackageDocument, layer: string): Problem[] {
  if (read.name !== layer || read.name === 'all') {
    const message = say(
      `The package is called “${read.name}”; import it under that name or into “${workspaceLayer}”`,
      `软件包名为“${read.name}”，请以该名称导入，或导入到“${workspaceLayer}”`,
    )
    return [{ pointer: '/name', code: 'wrong_name', message }]
  }
  const known = layers.find(({ name }) => name === layer)
  if (!known || known.package?.imported === true || isSameRelease(known, layerOfPackage(read))) return []
  const message = say(
    `Package “${layer}” comes with the program; install another release of the program instead`,
    `软件包“${layer}”随程序提供，请安装程序的其他版本`,
  )
  return [{ pointer: '/name', code: 'shipped_package', message }]
}

/** The documents that an import touches, for a publisher who says what he had before his eyes. */
export function basisOfImport(
  layers: readonly Layer[],
  { documents }: PackageDocument,
  { baseRevision, prune, layer = workspaceLayer }: ImportOptions,
): Basis | null {
  if (baseRevision === undefined) return null
  const own = layers.find(({ name }) => name === workspaceLayer)?.documents ?? []
  const touched = prune && layer === workspaceLayer ? [...documents, ...own] : documents
  const named = new Map(touched.map(({ kind, name }) => [`${kind}/${name}`, { kind, name }]))
  return { revision: baseRevision, documents: [...named.values()] }
}

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
