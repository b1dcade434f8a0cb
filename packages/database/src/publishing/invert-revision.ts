import { appError, composePatches, isPlainObject, nested, partsOf, valueIn, withoutPath } from '@fieldwork/metadata'
import type { DefinitionProblem, DocumentName, Layer } from '@fieldwork/metadata'
import { takeBack } from './document-diff.ts'
import { workspaceLayer } from './stored-documents.ts'
import type { Body, DocumentChange } from './stored-documents.ts'

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

/** The layers without what one revision did to them; later changes of other paths stay. */
export function invertRevision(
  layers: Layer[],
  revision: number,
  changes: DocumentChange[],
): { layers: Layer[] } | { problems: DefinitionProblem[] } {
  const problems = changes.filter(({ layer }) => layer !== workspaceLayer).map((change) => notOurs(revision, change))
  if (problems.length > 0) return { problems }
  const own = layers.find((layer) => layer.name === workspaceLayer)!
  const restored = changes.map((change) => ({ change, body: earlierBody(layers, own, change, problems) }))
  if (problems.length > 0) return { problems }

  const touched = new Set(changes.map(({ kind, name }) => `${kind}/${name}`))
  const documents = [
    ...own.documents.filter(({ kind, name }) => !touched.has(`${kind}/${name}`)),
    ...restored.flatMap(({ change: { kind, name }, body }) => (body === null ? [] : [{ kind, name, body }])),
  ]
  return { layers: layers.map((layer) => (layer === own ? { ...own, documents } : layer)) }
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

function changedLater(kind: DefinitionProblem['kind'], name: string, pointer: string): DefinitionProblem {
  const place = pointer === '' ? name : `${name}${pointer}`
  const message = {
    en: `A later revision changed ${place} again; revert that one first, or change it by hand`,
    'zh-CN': `${place} 在之后的版本中又被修改；请先撤销该版本，或手动修改`,
  }
  return { kind, name, pointer, code: 'changed_later', message }
}

function notOurs(revision: number, { kind, name, layer }: DocumentChange): DefinitionProblem {
  const message = {
    en: `Revision ${revision} installed package ${layer}; install its earlier release instead of reverting`,
    'zh-CN': `版本 ${revision} 安装了软件包 ${layer}；请安装其早期版本，而不是撤销`,
  }
  return { kind, name, code: 'package_revision', message }
}
