import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog, Kind, Layer, PhysicalNames } from '../catalog.ts'
import { rememberedBy } from '../compile/compilation.ts'
import { normalDocuments } from '../compile/normal-documents.ts'
import type { NormalDocument } from '../compile/normal-documents.ts'
import type { FieldShape, ObjectShape } from '../compile/object-shape.ts'
import { shapesOf } from '../compile/shape-cache.ts'
import { collectTexts } from '../compile/translations.ts'
import { visibleDocuments } from '../compile/visible-documents.ts'
import { describeLabel } from '../words.ts'
import { mergeLayers } from './merge-layers.ts'
import type { MergedDocument } from './merge-layers.ts'

/** What layers say in one state of theirs, without a judgement on it. */
export interface Scene {
  merged: ReadonlyMap<string, MergedDocument>
  documents: NormalDocument[]
  /** objects whose own document is sound */
  shapes: ReadonlyMap<string, ObjectShape>
  /** whether there is such a document, sound or not */
  has(kind: Kind, name: string): boolean
}

export interface SceneOptions {
  physical?: PhysicalNames | undefined
  /** what has not changed since is taken from there */
  previous?: Scene | Catalog | undefined
}

/** Reads layers that are safe to merge. */
export function sceneOf(layers: Layer[], { physical, previous }: SceneOptions = {}): Scene {
  const before = previous && ('merged' in previous ? previous : rememberedBy(previous))
  const merged = mergeLayers(layers, before?.merged)
  const visible = visibleDocuments(merged)
  const documents = normalDocuments(visible.valid, collectTexts(visible.valid))
  const has = (kind: Kind, name: string): boolean => visible.names.get(kind)?.has(name) === true
  return { merged, documents, shapes: shapesOf(documents, physical), has }
}

/** Where a path such as `customer.name` leads; `unsure` where an object on the way has problems of its own. */
function followPath(scene: Scene, object: string, path: string): FieldShape | 'unsure' | null {
  let at: string | null = object
  let field: FieldShape | undefined
  for (const name of path.split('.')) {
    if (at === null) return null
    const shape: ObjectShape | undefined = scene.shapes.get(at)
    if (!shape) return scene.has('object', at) ? 'unsure' : null
    field = shape.fields.get(name)
    if (!field) return null
    at = field.reference
  }
  return field ?? null
}

/** The states before and after a change. */
export interface Sides {
  before: Scene
  after: Scene
}

/** There was such a document, and there is none any more. */
export const isGone = ({ before, after }: Sides, kind: Kind, name: string): boolean =>
  before.has(kind, name) && !after.has(kind, name)

/** The path led to a field, and does not any more. One that never did is its author's mistake. */
export const isLost = ({ before, after }: Sides, object: string, path: string): boolean =>
  followPath(before, object, path) !== null && followPath(after, object, path) === null

/** The label an object had, or has. */
export const objectLabel = ({ before, after }: Sides, name: string): LocalizedText =>
  (before.shapes.get(name) ?? after.shapes.get(name))?.label ?? describeLabel(name)

/** The label of the field a path leads, or led, to. */
export function fieldLabel({ before, after }: Sides, object: string, path: string): LocalizedText {
  const found = [followPath(before, object, path), followPath(after, object, path)]
  return found.find((field) => field !== null && field !== 'unsure')?.label ?? describeLabel(path)
}
