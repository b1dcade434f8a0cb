import type { LocalizedText } from '@fieldwork/fields'
import type { Definition, Kind, Layer } from '../catalog.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel } from '../words.ts'
import { WORKSPACE } from './check-workspace-names.ts'
import { documentsBelow, ownDocuments } from './documents-of.ts'
import type { Documents } from './documents-of.ts'
import { documentKey, HIDDEN } from './merge-layers.ts'
import { shownAlong } from './shown-along.ts'
import { labelOfDocument } from './titles.ts'

/** Something shipped that the workspace hides or has taken out; it can be shown again. */
export interface HiddenPart {
  kind: Kind
  name: string
  /** RFC 6901; empty for the whole document */
  path: string
  label: LocalizedText
  /** of the document */
  documentLabel: LocalizedText
  /** the package that ships the document */
  package: string
}

/** Everything shipped that the workspace's own layer hides, without what comes back with something else of it. */
export function hiddenParts(layers: readonly Layer[]): HiddenPart[] {
  const [below, own] = [documentsBelow(layers), ownDocuments(layers)]
  const found = allHidden(layers, below)
  const along = new Set(found.flatMap((part) => shownAlong({ below, own }, part)).map(keyOf))
  return found.filter((part) => !along.has(keyOf(part)))
}

const keyOf = ({ kind, name, path }: Pick<HiddenPart, 'kind' | 'name' | 'path'>): string => `${kind}/${name}${path}`

function allHidden(layers: readonly Layer[], below: Documents): HiddenPart[] {
  const labelOf = (object: string) => labelIn(below.get(documentKey('object', object))?.body)
  return [...ownDocuments(layers).values()].flatMap(({ kind, name, body }) => {
    const shipped = below.get(documentKey(kind, name))?.body
    if (shipped === undefined) return []
    const documentLabel = labelOfDocument(kind, { name, ...shipped } as Definition, labelOf)
    const from = packageOf(layers, kind, name)
    const whole = body[HIDDEN] === true ? [{ path: '', label: documentLabel }] : []
    const parts = removedParts(shipped, body)
    return [...whole, ...parts].map((part) => ({ kind, name, ...part, documentLabel, package: from }))
  })
}

function removedParts(shipped: unknown, own: unknown, path: string[] = []): { path: string; label: LocalizedText }[] {
  if (!isPlainObject(shipped) || !isPlainObject(own)) return []
  return Object.keys(own).flatMap((key) => {
    const [below, said] = [ownValue(shipped, key), own[key]]
    if (below === undefined) return []
    if (said !== null) return removedParts(below, said, [...path, key])
    return [{ path: pointerOf(...path, key), label: labelIn(below) ?? describeLabel(key) }]
  })
}

function labelIn(entry: unknown): LocalizedText | undefined {
  const places = [ownValue(entry, 'x-field'), ownValue(entry, 'x-object'), entry]
  return places.map((place) => ownValue(place, 'label')).find(isPlainObject) as LocalizedText | undefined
}

const packageOf = (layers: readonly Layer[], kind: Kind, name: string): string =>
  layers.find((layer) => layer.name !== WORKSPACE && layer.documents.some((d) => d.kind === kind && d.name === name))
    ?.name ?? ''
