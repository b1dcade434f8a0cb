import {
  appError,
  composePatches,
  documentKey,
  isPlainObject,
  nested,
  partsOf,
  upgradeLayers,
  valueIn,
  withoutPath,
} from '@fieldwork/metadata'
import type { DefinitionProblem, DocumentName, Layer } from '@fieldwork/metadata'
import { takeBack } from './document-diff.ts'
import type { Edit, EditContext } from './draft.ts'
import { changedLater, invertReleases } from './invert-releases.ts'
import type { Inversion } from './invert-releases.ts'
import { workspaceLayer } from './stored-documents.ts'
import type { Body, DocumentChange } from './stored-documents.ts'
import { removalWords } from './uninstall-package.ts'

/** Which part of a revision is meant. */
export interface RevertPart {
  /** absent: all of it; with `path` (RFC 6901) only that place */
  documents?: (DocumentName & { path?: string })[] | undefined
}

/** The changes of a revision to some documents, or to places in them. Throws not_found for what it did not change. */
export function partOfChanges(
  revision: number,
  changes: DocumentChange[],
  documents: RevertPart['documents'],
): DocumentChange[] {
  if (documents === undefined) return changes
  return documents.flatMap(({ kind, name, path = '' }) => {
    const found = changes.filter((change) => change.kind === kind && change.name === name)
    if (found.length === 0) throw appError('not_found', { name: `${kind} ${name}, revision ${revision}` })
    return found.map((change) => ({ ...change, before: onlyAt(change, partsOf(path)) }))
  })
}

/** The document after the change, with one place of it as it was before. */
function onlyAt({ before, after }: DocumentChange, path: string[]): Body | null {
  if (path.length === 0 || after === null) return before
  const [earlier, rest] = [valueIn(before, path), withoutPath(after, path)]
  const body = earlier === undefined ? (rest ?? {}) : composePatches(rest ?? {}, nested(path, earlier))
  return body as Body
}

/**
 * The layers without what one revision did to them; later changes of other paths stay. Packages it installed, upgraded
 * or took away are as they were before, with the workspace's later changes laid over them as in an upgrade.
 */
export function invertRevision(
  layers: Layer[],
  { revision, changes, releases }: Inversion,
  within: EditContext,
): ReturnType<Edit> {
  const back = invertReleases(layers, { revision, changes, releases })
  if ('problems' in back) return back
  const problems: DefinitionProblem[] = []
  const own = layers.find((layer) => layer.name === workspaceLayer)!
  const ofWorkspace = changes.filter(({ layer }) => layer === workspaceLayer)
  const next = [...back.packages, own]
  const restored = ofWorkspace.map((change) => ({ change, body: earlierBody(next, own, change, problems) }))
  if (problems.length > 0) return { problems }

  const touched = new Set(ofWorkspace.map(({ kind, name }) => documentKey(kind, name)))
  const documents = [
    ...own.documents.filter(({ kind, name }) => !touched.has(documentKey(kind, name))),
    ...restored.flatMap(({ change: { kind, name }, body }) => (body === null ? [] : [{ kind, name, body }])),
  ]
  const before = layers.map((layer) => (layer === own ? { ...own, documents } : layer))
  if (back.removed === null) return { layers: before }
  const upgraded = upgradeLayers({ before, packages: back.packages, fitting: touched, ...within })
  if ('problems' in upgraded) return upgraded
  return { ...upgraded, consents: back.removed.map((layer) => removalWords(layer, upgraded.conflicts)) }
}

/** An overlay that did not exist and an empty overlay mean the same, so later additions to it can stay. */
function earlierBody(layers: Layer[], own: Layer, change: DocumentChange, problems: DefinitionProblem[]): Body | null {
  const { kind, name } = change
  const isOverlay = layers.some((layer) => layer !== own && find(layer, change) !== undefined)
  const absent = isOverlay ? {} : undefined
  const sides = { before: change.before ?? absent, after: change.after ?? absent, current: find(own, change) ?? absent }
  const conflicts: string[] = []
  const body = takeBack(sides, conflicts)
  problems.push(...conflicts.map((pointer) => changedLater(kind, name, pointer)))
  return isPlainObject(body) && !(isOverlay && Object.keys(body).length === 0) ? body : null
}

const find = (layer: Layer, { kind, name }: DocumentChange): Body | undefined =>
  layer.documents.find((document) => document.kind === kind && document.name === name)?.body
