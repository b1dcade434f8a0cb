import type { Catalog, Layer, PhysicalNames } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import type { Extensions } from '../extensions.ts'
import { sameJson } from '../json/plain-object.ts'
import { WORKSPACE } from '../layers/check-workspace-names.ts'
import { documentsBelow, ownDocuments } from '../layers/documents-of.ts'
import type { Documents } from '../layers/documents-of.ts'
import { followRemovals } from '../layers/follow-removals.ts'
import { documentKey } from '../layers/merge-layers.ts'
import type { DefinitionProblem } from '../problems.ts'
import type { UpgradeConflict } from './conflict.ts'
import { knownFieldsOf } from './known-fields.ts'
import { findLostParts } from './lost-parts.ts'
import { mergeOverlay } from './merge-overlay.ts'
import type { OverlaySides } from './merge-overlay.ts'
import { sourceOfChange } from './source-of-change.ts'
import { setAsideProblems } from './set-aside.ts'

export interface UpgradeInput {
  /** every layer as it is, the workspace's own among them */
  before: Layer[]
  /** the layers of packages as they shall be, lowest first */
  packages: Layer[]
  physical?: PhysicalNames | undefined
  previous?: Catalog | undefined
  extensions?: Extensions | undefined
  /** keys of the workspace's documents that say already what they shall say over the new layers */
  fitting?: ReadonlySet<string>
}

/** The layers after an upgrade, and what of the workspace's own is to be decided by somebody. */
export interface Upgraded {
  layers: Layer[]
  conflicts: UpgradeConflict[]
}

/**
 * Replaces the layers of packages and lays the workspace's own changes over them again. A value of the workspace
 * stands; what disagrees with the new releases is told as a conflict, and what cannot be applied to them is set aside
 * in one. Nothing of the workspace's is lost otherwise.
 *
 * @returns the problems where the packages themselves do not compile
 */
export function upgradeLayers(input: UpgradeInput): Upgraded | { problems: DefinitionProblem[] } {
  const merged = mergeOwn(input)
  if (sameLayers(input.before, merged.layers)) return merged
  const { previous, extensions } = input
  const shipped = createCatalog(input.packages, { revision: 0, extensions, ...(previous && { previous }) })
  if ('problems' in shipped) return shipped
  return settle(input, merged)
}

const sameLayers = (before: Layer[], after: Layer[]): boolean =>
  before.length === after.length && before.every((layer, at) => sameJson(layer.documents, after[at]?.documents))

/** Lays the workspace's documents over the new layers, each merged with what it lies on. */
function mergeOwn({ before, packages, fitting }: UpgradeInput): Upgraded {
  const [base, theirs, own] = [documentsBelow(before), documentsBelow(packages), ownDocuments(before)]
  const conflicts: UpgradeConflict[] = []
  const documents = [...own.values()].flatMap((document) => {
    const sides = sidesOf({ base, theirs, own }, document)
    if (fitting?.has(documentKey(document.kind, document.name)) || sameJson(sides.base, sides.theirs)) return [document]
    const merged = mergeOverlay(sides)
    const source = sourceOfChange(before, packages, document)
    conflicts.push(...merged.conflicts.map((found) => ({ ...document, ...found, ...source })))
    return merged.overlay === null ? [] : [{ ...document, body: merged.overlay }]
  })
  return { layers: [...packages, { name: WORKSPACE, documents }], conflicts: conflicts.map(withoutBody) }
}

function withoutBody(conflict: UpgradeConflict & { body?: unknown }): UpgradeConflict {
  const { body: _body, ...rest } = conflict
  return rest
}

function sidesOf(
  { base, theirs, own }: Record<'base' | 'theirs' | 'own', Documents>,
  { kind, name }: Layer['documents'][number],
): OverlaySides {
  const key = `${kind}/${name}`
  return { base: base.get(key)?.body, theirs: theirs.get(key)?.body, ours: own.get(key)?.body }
}

/** Follows what was removed and sets aside what does not compile, until the rest does. Every round takes something out. */
function settle(input: UpgradeInput, merged: Upgraded): Upgraded | { problems: DefinitionProblem[] } {
  const { before, packages, physical, previous, extensions = previous?.extensions } = input
  const isKnownField = knownFieldsOf(before)
  let { layers, conflicts } = merged
  // the workspace's removals go for what is new in the packages too
  let former = [packages, before]
  for (;;) {
    for (const state of former) {
      const followed = followRemovals({ before: state, after: layers, ...(physical && { physical }), previous })
      conflicts = [...conflicts, ...findLostParts({ before, packages, from: layers, to: followed.layers })]
      layers = followed.layers
    }
    const compiled = createCatalog(layers, { revision: 0, isKnownField, extensions, ...(physical && { physical }) })
    if (!('problems' in compiled)) return { layers, conflicts }
    const aside = setAsideProblems({ before, packages, layers, conflicts }, compiled.problems)
    if (aside === null) return compiled
    former = [layers]
    ;({ layers, conflicts } = aside)
  }
}
