import { sameJson } from '@fieldwork/metadata'
import type { Layer, PackageInfo } from '@fieldwork/metadata'
import { workspaceLayer } from './stored-documents.ts'
import type { DocumentChange } from './stored-documents.ts'

/** A package that a revision changed; null: it was not, or is not, installed. */
export interface ReleaseChange {
  name: string
  before: PackageInfo | null
  after: PackageInfo | null
}

/** The packages whose release, or whose documents, differ between two states of the layers. */
export function releaseChanges(before: Layer[], after: Layer[], changes: DocumentChange[]): ReleaseChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name).filter((name) => name !== workspaceLayer))
  return [...names].flatMap((name) => {
    const [was, is] = [before, after].map((layers) => layers.find((layer) => layer.name === name)?.package ?? null)
    const isChanged = !sameJson(was, is) || changes.some(({ layer }) => layer === name)
    return isChanged ? [{ name, before: was ?? null, after: is ?? null }] : []
  })
}
