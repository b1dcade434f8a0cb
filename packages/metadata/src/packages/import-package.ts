import type { Layer, PackageInfo } from '../catalog.ts'
import { diffToPatch, mergePatch } from '../json/merge-patch.ts'
import { sameJson } from '../json/plain-object.ts'
import { withOrder } from '../layers/author-order.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import { documentsBelow, ownDocuments } from '../layers/documents-of.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { orderPackages } from './order-packages.ts'
import type { PackageDocument, PackageEntry } from './package-document.ts'
import { layerOfPackage } from './read-package.ts'

/**
 * The layers with a package's documents among the workspace's own changes; each takes the place of what the workspace
 * said of that document. One that says the same stays the same.
 *
 * @param options.prune drop what the workspace says of documents that the package does not have
 */
export function importIntoWorkspace(
  layers: readonly Layer[],
  { documents }: PackageDocument,
  { prune = false }: { prune?: boolean } = {},
): Layer[] {
  const [below, own] = [documentsBelow(layers), ownDocuments(layers)]
  const imported = new Set<string>()
  for (const document of documents) {
    const key = documentKey(document.kind, document.name)
    imported.add(key)
    const kept = ownBody(document, below.get(key)?.body, own.get(key)?.body)
    if (kept === null) own.delete(key)
    else own.set(key, { ...document, body: kept })
  }
  if (prune) for (const key of [...own.keys()].filter((name) => !imported.has(name))) own.delete(key)
  const others = layers.filter(({ name }) => name !== WORKSPACE)
  return [...others, { name: WORKSPACE, documents: [...own.values()] }]
}

type Body = PackageEntry['body']

/** What the workspace's layer is to say; null for nothing. */
function ownBody({ kind, name, body }: PackageEntry, below: Body | undefined, own: Body | undefined): Body | null {
  const sent = withoutSchema(body)
  if (below === undefined) {
    const whole = withOrder(kind, { ...(mergePatch({}, sent) as Body), name })
    return own !== undefined && sameJson(own, whole) ? own : whole
  }
  const merged = mergePatch(below, sent)
  if (own !== undefined && sameJson(mergePatch(below, own), merged)) return own
  const overlay = diffToPatch({ ...below, name }, { ...(merged as Body), name }) as Body
  return Object.keys(overlay).length === 0 ? null : overlay
}

/** The layers of all packages with one more, or a new release of one, in order; without the workspace's own. */
export function packagesWith(layers: readonly Layer[], read: PackageDocument): Layer[] {
  const layer = layerOfPackage(read)
  const documents = orderedDocuments(layer, layers)
  const added: Layer = { ...layer, package: { ...layer.package, version: read.version, imported: true }, documents }
  const others = layers.filter(({ name }) => name !== WORKSPACE)
  const known = others.find(({ name }) => name === read.name)
  if (known && isSameRelease(known, added)) return others
  return orderPackages(known ? others.map((other) => (other === known ? added : other)) : [...others, added])
}

/** Whether two layers are the same release with the same documents. */
export function isSameRelease(a: Layer, b: Layer): boolean {
  const [{ imported: _a, ...infoA }, { imported: _b, ...infoB }] = [infoOf(a), infoOf(b)]
  const bodies = new Map(b.documents.map(({ kind, name, body }) => [documentKey(kind, name), body]))
  const isSame = ({ kind, name, body }: PackageEntry): boolean =>
    sameJson(withoutSchema(body), withoutSchema(bodies.get(documentKey(kind, name)) ?? {}))
  return sameJson(infoA, infoB) && a.documents.length === b.documents.length && a.documents.every(isSame)
}

const infoOf = (layer: Layer): Partial<PackageInfo> => layer.package ?? {}

const withoutSchema = ({ $schema: _schema, ...body }: Body): Body => body

/** Whole documents keep the order their author wrote them in; patches of other packages' documents say what they say. */
function orderedDocuments(layer: Layer, layers: readonly Layer[]): PackageEntry[] {
  const others = documentsBelow(layers.filter(({ name }) => name !== layer.name))
  return layer.documents
    .map(({ kind, name, body }) => {
      const sent = withoutSchema(body)
      const isPatch = others.has(documentKey(kind, name))
      return { kind, name, body: isPatch ? sent : withOrder(kind, { ...sent, name }) }
    })
    .toSorted((a, b) => (documentKey(a.kind, a.name) < documentKey(b.kind, b.name) ? -1 : 1))
}
