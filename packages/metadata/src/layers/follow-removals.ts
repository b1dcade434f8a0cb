import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog, Layer, PhysicalNames } from '../catalog.ts'
import type { FieldShape } from '../compile/object-shape.ts'
import type { DefinitionProblem } from '../problems.ts'
import { applyChanges } from './apply-changes.ts'
import type { ChangeSet } from './change-set.ts'
import { checkLayers } from './check-layers.ts'
import { findLoss } from './lost-references.ts'
import type { Loss } from './lost-references.ts'
import { sceneOf } from './scene.ts'
import type { Sides } from './scene.ts'
import { explainUses } from './still-used.ts'

/** An object as it was before a change. */
export interface FormerObject {
  label: LocalizedText
  fields: ReadonlyMap<string, Pick<FieldShape, 'label' | 'type' | 'property'>>
}

export interface FollowedRemovals {
  /** the layers after the change, without what only showed something that is not there any more */
  layers: Layer[]
  /** in words, what was taken out */
  effects: LocalizedText[]
  /** the objects as they were */
  former: ReadonlyMap<string, FormerObject>
  /** problems of the new layers, those that a removal caused told as such */
  explain(problems: DefinitionProblem[]): DefinitionProblem[]
}

export interface RemovalInput {
  before: Layer[]
  after: Layer[]
  physical?: PhysicalNames
  /** an older catalog: what has not changed since is taken from it */
  previous?: Catalog | undefined
}

/**
 * Takes removed fields and objects out of what merely shows them: blocks of layouts, columns of views, entries of
 * menus. It is done as changes of the workspace’s layer, so they are part of the revision and come back with it.
 */
export function followRemovals({ before, after, physical, previous }: RemovalInput): FollowedRemovals {
  const old = sceneOf(before, { physical, previous })
  if (checkLayers(after).length > 0) {
    return { layers: after, effects: [], former: old.shapes, explain: (problems) => problems }
  }
  const effects: LocalizedText[] = []
  let layers = after
  // one removal can lead to another: a view that goes is no more to be opened by a menu
  for (;;) {
    const sides = { before: old, after: sceneOf(layers, { physical, previous: old }) }
    const losses = findLosses(sides)
    const result = losses.length > 0 ? applyChanges(layers, asChanges(losses)) : null
    if (result === null || 'problems' in result) {
      return { layers, effects, former: old.shapes, explain: (problems) => explainUses(sides, problems) }
    }
    effects.push(...losses.flatMap((loss) => loss.effects))
    layers = result.layers
  }
}

function findLosses(sides: Sides): Loss[] {
  if (!hasRemovals(sides)) return []
  return sides.after.documents.flatMap((document) => findLoss(sides, document) ?? [])
}

/** A change that only adds documents takes nothing from those there were. */
function hasRemovals({ before, after }: Sides): boolean {
  const unchanged = new Set(after.documents)
  return before.documents.some((document) => !unchanged.has(document))
}

function asChanges(losses: Loss[]): ChangeSet {
  return {
    patch: losses.flatMap(({ kind, name, patch }) => (patch === null ? [] : [{ kind, name, patch }])),
    delete: losses.filter(({ patch }) => patch === null).map(({ kind, name }) => ({ kind, name })),
  }
}
