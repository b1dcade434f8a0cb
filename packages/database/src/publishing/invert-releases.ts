import type { Problem } from '@fieldwork/fields'
import { documentKey, orderPackages, sameJson } from '@fieldwork/metadata'
import type { DefinitionProblem, Layer } from '@fieldwork/metadata'
import { takeBack } from './document-diff.ts'
import type { ReleaseChange } from './releases.ts'
import { workspaceLayer } from './stored-documents.ts'
import type { Body, DocumentChange } from './stored-documents.ts'
import { unmetRequirements } from './uninstall-package.ts'

/** What is to be taken back. */
export interface Inversion {
  revision: number
  changes: DocumentChange[]
  /** the packages it changed; null: nobody noted them, or only a part of the revision is meant */
  releases: ReleaseChange[] | null
}

interface Packages {
  /** the layers of packages as they were, in order */
  packages: Layer[]
  /** those that go; null: the revision changed no package */
  removed: Layer[] | null
}

/** The packages without what one revision did to them. What the program ships only the program can change. */
export function invertReleases(layers: Layer[], inversion: Inversion): Packages | { problems: Problem[] } {
  const { changes, releases } = inversion
  const packages = layers.filter(({ name }) => name !== workspaceLayer)
  const ofPackages = changes.filter(({ layer }) => layer !== workspaceLayer)
  if (ofPackages.length === 0 && !releases?.length) return { packages, removed: null }
  const names = new Set([...ofPackages.map(({ layer }) => layer), ...(releases ?? []).map(({ name }) => name)])
  const problems: Problem[] = [...names].flatMap((name) => {
    const release = releases?.find((candidate) => candidate.name === name)
    return release && isImported(release) ? changedSince(layers, release) : [notOurs(inversion.revision, name)]
  })
  if (problems.length > 0) return { problems }

  const earlier = (releases ?? []).flatMap((release) => earlierLayer(packages, release, { ofPackages, problems }))
  const kept = packages.flatMap((layer) =>
    names.has(layer.name) ? earlier.filter(({ name }) => name === layer.name) : [layer],
  )
  const result = orderPackages([...kept, ...earlier.filter((layer) => !kept.includes(layer))])
  problems.push(...unmetRequirements(result))
  if (problems.length > 0) return { problems }
  return { packages: result, removed: packages.filter(({ name }) => !result.some((layer) => layer.name === name)) }
}

/** Layers without a manifest are shipped. */
const isImported = ({ before, after }: ReleaseChange): boolean =>
  (before ?? after) !== null && [before, after].every((info) => info === null || info.imported === true)

function changedSince(layers: Layer[], { name, after }: ReleaseChange): Problem[] {
  const current = layers.find((layer) => layer.name === name)?.package ?? null
  if (sameJson(current, after)) return []
  const message = {
    en: `A later revision changed package ${name} again; revert that one first`,
    'zh-CN': `软件包 ${name} 在之后的版本中又有变更；请先撤销该版本`,
  }
  return [{ code: 'changed_later', message, params: { package: name } }]
}

/** The layer of one package as it was; none where it was not installed. */
function earlierLayer(
  packages: Layer[],
  { name, before }: ReleaseChange,
  { ofPackages, problems }: { ofPackages: DocumentChange[]; problems: Problem[] },
): Layer[] {
  if (before === null) return []
  const documents = new Map(
    packages
      .find((layer) => layer.name === name)
      ?.documents.map((document) => [documentKey(document.kind, document.name), document]),
  )
  for (const change of ofPackages.filter(({ layer }) => layer === name)) {
    const key = documentKey(change.kind, change.name)
    const conflicts: string[] = []
    const sides = { before: change.before ?? undefined, after: change.after ?? undefined }
    const body = takeBack({ ...sides, current: documents.get(key)?.body }, conflicts)
    problems.push(...conflicts.map((pointer) => changedLater(change.kind, change.name, pointer)))
    if (body === undefined) documents.delete(key)
    else documents.set(key, { kind: change.kind, name: change.name, body: body as Body })
  }
  const sorted = [...documents].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, document]) => document)
  return [{ name, package: before, documents: sorted }]
}

/** What keeps a change from being taken back. */
export function changedLater(kind: DefinitionProblem['kind'], name: string, pointer: string): DefinitionProblem {
  const place = pointer === '' ? name : `${name}${pointer}`
  const message = {
    en: `A later revision changed ${place} again; revert that one first, or change it by hand`,
    'zh-CN': `${place} 在之后的版本中又被修改；请先撤销该版本，或手动修改`,
  }
  return { kind, name, pointer, code: 'changed_later', message }
}

function notOurs(revision: number, layer: string): Problem {
  const message = {
    en: `Revision ${revision} changed package ${layer}, which comes with the program; start another release of the program instead of reverting, or revert the whole revision where it was imported`,
    'zh-CN': `版本 ${revision} 变更了随程序提供的软件包 ${layer}；请改用程序的其他版本，如该软件包为导入的，请撤销整个版本`,
  }
  return { code: 'package_revision', message, params: { package: layer } }
}
