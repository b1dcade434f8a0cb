import type { Catalog, Layer, PhysicalNames } from './catalog.ts'
import { assembleCatalog } from './compile/assemble-catalog.ts'
import { rememberedBy } from './compile/compilation.ts'
import type { Compilation, CompiledPart } from './compile/compilation.ts'
import { findCollections } from './compile/collections.ts'
import { compileDocuments, sourceOf } from './compile/compile-documents.ts'
import { findFormulaCycles } from './compile/formula-cycles.ts'
import { parameterValue } from './compile/parameter-values.ts'
import { normalDocuments } from './compile/normal-documents.ts'
import type { NormalDocument } from './compile/normal-documents.ts'
import { shapesOf } from './compile/shape-cache.ts'
import { checkTexts, collectTexts } from './compile/translations.ts'
import { visibleDocuments } from './compile/visible-documents.ts'
import type { VisibleDocuments } from './compile/visible-documents.ts'
import { createWorld, signatureOf } from './compile/world.ts'
import type { KnownFormula, World } from './compile/world.ts'
import { noExtensions } from './extensions.ts'
import type { Extensions } from './extensions.ts'
import type { CalendarDocument } from './generated/calendar.ts'
import { checkLayers } from './layers/check-layers.ts'
import { checkWorkspaceNames } from './layers/check-workspace-names.ts'
import type { KnownField } from './layers/check-workspace-names.ts'
import { documentKey, mergeLayers } from './layers/merge-layers.ts'
import type { DefinitionProblem } from './problems.ts'

export interface CatalogOptions {
  /** number of the revision whose documents these are */
  revision: number
  /** columns that are not called as their fields are */
  physical?: PhysicalNames
  /** fields of shipped objects that may keep names without the prefix of workspaces */
  isKnownField?: KnownField
  /** an older catalog: what has not changed since is taken from it */
  previous?: Catalog
  /** what the program adds to what definitions can speak of; absent: that of the older catalog, or nothing */
  extensions?: Extensions | undefined
  /** objects of whose records some wait for approval; absent: those of the older catalog */
  awaiting?: readonly string[]
}

/**
 * Merges the layers, lowest first, checks every definition as a whole and compiles them.
 *
 * @returns the catalog, or every problem found in any definition
 */
export function createCatalog(
  layers: Layer[],
  {
    revision,
    physical,
    previous,
    isKnownField,
    extensions = previous?.extensions ?? noExtensions,
    awaiting = [...(previous?.approved ?? [])],
  }: CatalogOptions,
): { catalog: Catalog } | { problems: DefinitionProblem[] } {
  const unsafe = checkLayers(layers, extensions)
  if (unsafe.length > 0) return { problems: unsafe }
  const before = previous && rememberedBy(previous)
  const merged = mergeLayers(layers, before?.merged)
  const visible = visibleDocuments(merged, extensions)
  const documents = normalDocuments(visible.valid, collectTexts(visible.valid))
  const { world, reusable, collisions } = createReusingWorld({ documents, visible, physical, before, extensions })
  const { parts, problems } = compileDocuments({ documents, world, reusable })
  const all = [
    ...visible.problems,
    ...checkWorkspaceNames(merged, isKnownField),
    ...problems,
    ...collisions,
    ...findFormulaCycles(world),
    ...checkTexts(visible.valid, merged),
  ]
  if (all.length > 0) return { problems: all }
  return { catalog: assembleCatalog({ layers, merged, parts, world, documents, awaiting }, revision) }
}

interface WorldInput {
  documents: NormalDocument[]
  visible: VisibleDocuments
  physical: PhysicalNames | undefined
  before: Compilation | undefined
  extensions: Extensions
}

/** The world to check against, and which parts of the last compilation are still right in it. */
function createReusingWorld({ documents, visible, physical, before, extensions }: WorldInput) {
  const shapes = shapesOf(documents, physical)
  const { collections, problems: collisions } = findCollections(shapes)
  const none: ReadonlySet<string> = new Set()
  const names = (kind: NormalDocument['kind']) => visible.names.get(kind) ?? none
  const dimensions = new Map(
    documents.flatMap(({ kind, name, definition }) =>
      kind === 'dimension' ? [[name, String(definition.object)] as const] : [],
    ),
  )
  const parameters = new Map(
    documents.flatMap(({ kind, name, definition }) =>
      kind === 'parameter' ? [[name, parameterValue(definition)] as const] : [],
    ),
  )
  const calendars = new Map(
    documents.flatMap(({ kind, name, definition }) =>
      kind === 'calendar' ? [[name, (definition as unknown as CalendarDocument).basedOn ?? null] as const] : [],
    ),
  )
  const broken = new Set([...names('object')].filter((name) => !shapes.has(name)))
  const sources = new Map(documents.map((document) => [keyOf(document), sourceOf({ shapes }, document)]))
  const decided = new Map<string, CompiledPart | undefined>()
  const world: World = createWorld({
    shapes,
    collections,
    dimensions,
    parameters,
    extensions,
    calendars,
    broken,
    names,
    known: (object, field) => knownFormula(object, field),
  })
  return { world, reusable, collisions }

  function reusable(key: string): CompiledPart | undefined {
    if (!decided.has(key)) decided.set(key, stillRight(world, before?.parts.get(key), sources.get(key)))
    return decided.get(key)
  }

  function knownFormula(object: string, field: string): KnownFormula | undefined {
    const part = reusable(documentKey('object', object))
    if (!part || !('fields' in part.value) || !(part.value.fields instanceof Map)) return undefined
    const expression = part.value.fields.get(field)?.formula
    return expression ? { expression, dependencies: new Set(part.dependencies.keys()) } : undefined
  }
}

const keyOf = ({ kind, name }: NormalDocument): string => documentKey(kind, name)

function stillRight(world: World, part: CompiledPart | undefined, source?: object): CompiledPart | undefined {
  if (!part || part.source !== source) return undefined
  for (const [key, signature] of part.dependencies) if (signatureOf(world, key) !== signature) return undefined
  return part
}
