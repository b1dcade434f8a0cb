import type { CompiledApproval } from '../approvals.ts'
import type { CompiledDeadline } from '../compiled-deadline.ts'
import type {
  Catalog,
  CompiledCalendar,
  CompiledConversion,
  CompiledDimension,
  CompiledMemberRule,
  CompiledObject,
  CompiledParameter,
  CompiledRole,
  Definition,
  Kind,
  Layer,
} from '../catalog.ts'
import type { CompiledWorkflow } from '../compiled-workflow.ts'
import { appError } from '../errors.ts'
import type { Extensions } from '../extensions.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { isPluginKind } from '../plugin-kinds.ts'
import type { PluginKind } from '../plugin-kinds.ts'
import { hashText, stableText } from '../json/hash.ts'
import { deepFreeze } from '../json/plain-object.ts'
import { recordSchemaOf } from '../record-schema.ts'
import { findListeners } from './find-listeners.ts'
import type { Heard } from './find-listeners.ts'
import { remember } from './compilation.ts'
import type { Compilation, CompiledPart } from './compilation.ts'
import type { NormalDocument } from './normal-documents.ts'
import { objectHashes } from './object-hashes.ts'
import { resolveCalendars } from './resolve-calendars.ts'
import type { PluginPart } from './compile-plugin-kind.ts'
import type { World } from './world.ts'

interface CatalogParts {
  layers: readonly Layer[]
  merged: Compilation['merged']
  parts: Map<string, CompiledPart>
  world: World
  documents: NormalDocument[]
  /** objects of whose records some wait for approval */
  awaiting: readonly string[]
}

/** Puts a catalog together from parts that have no problems. */
export function assembleCatalog(input: CatalogParts, revision: number): Catalog {
  const { merged, parts, world, documents } = input
  const layers = input.layers.map(({ name, package: info }) => ({ name, ...(info && { package: info }) }))
  const dependencies = dependenciesOf(parts, documents)
  const hashes = objectHashes(world, dependencies)
  const heard = findListeners(parts)
  const objects = new Map<string, CompiledObject>()
  const roles = new Map<string, CompiledRole>()
  const conversions = new Map<string, CompiledConversion>()
  const dimensions = new Map<string, CompiledDimension>()
  const memberRules = new Map<string, CompiledMemberRule>()
  const workflows = new Map<string, CompiledWorkflow>()
  const deadlines = new Map<string, CompiledDeadline>()
  const calendars = new Map<string, CompiledCalendar>()
  const approvals = new Map<string, CompiledApproval>()
  const parameters = new Map<string, CompiledParameter>()
  const byKind = new Map<Kind, Map<string, Definition>>()
  const byPlugin = new Map<PluginKind, Map<string, unknown>>()
  for (const { kind, name, definition } of documents) {
    const key = documentKey(kind, name)
    const part = parts.get(key) as CompiledPart
    let shown = definition
    if (isPluginKind(kind))
      byPlugin.set(kind, (byPlugin.get(kind) ?? new Map()).set(name, (part.value as PluginPart).compiled))
    if (kind === 'deadline') deadlines.set(name, part.value as CompiledDeadline)
    if (kind === 'calendar') calendars.set(name, part.value as CompiledCalendar)
    if (kind === 'conversion') conversions.set(name, part.value as CompiledConversion)
    if (kind === 'dimension') dimensions.set(name, part.value as CompiledDimension)
    if (kind === 'member-rule') memberRules.set(name, part.value as CompiledMemberRule)
    if (kind === 'workflow') workflows.set(name, part.value as CompiledWorkflow)
    if (kind === 'approval') approvals.set(name, part.value as CompiledApproval)
    if (kind === 'parameter') parameters.set(name, part.value as CompiledParameter)
    if (kind === 'role') roles.set(name, part.value as CompiledRole)
    if (kind === 'object') {
      const collections = world.collections.get(name) ?? none
      const { listeners, state } = heard.get(name) ?? unheard
      const hash = hashes.get(name) as string
      const around = { collections, listeners, hash: state === '' ? hash : hashText(hash + state) }
      const object = surrounded(part.value as CompiledObject, around)
      objects.set(name, object)
      parts.set(key, { ...part, value: object })
      shown = object.definition
    }
    byKind.set(kind, (byKind.get(kind) ?? new Map()).set(name, deepFreeze(shown)))
  }
  const catalog = createView({
    revision,
    layers,
    extensions: world.extensions,
    objects,
    roles,
    dimensions,
    memberRules,
    workflows,
    calendars: resolveCalendars(calendars),
    approvals,
    approved: approvedObjects({ approvals, objects }, input.awaiting),
    deadlines,
    parameters,
    conversions,
    byKind,
    byPlugin,
    merged,
  })
  remember(catalog, { merged, parts })
  return catalog
}

const none: CompiledObject['collections'] = new Map()

const unheard: Heard = { listeners: [], state: '' }

/** The object with what others say about it; the hash stands for the collections and listeners too. */
const surrounded = (
  object: CompiledObject,
  around: Pick<CompiledObject, 'collections' | 'listeners' | 'hash'>,
): CompiledObject => (object.hash === around.hash ? object : { ...object, ...around })

/** By object: the state of everything that its expressions read. */
function dependenciesOf(parts: CatalogParts['parts'], documents: NormalDocument[]): Map<string, string> {
  const texts = documents.flatMap(({ kind, name }): [string, string][] => {
    const part = kind === 'object' ? parts.get(documentKey(kind, name)) : undefined
    return part ? [[name, stableText([...part.dependencies].sort(byKey))]] : []
  })
  return new Map(texts)
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** An approval goes on when its chain is deleted. */
function approvedObjects({ approvals, objects }: Pick<Catalog, 'approvals' | 'objects'>, awaiting: readonly string[]) {
  return new Set([
    ...[...approvals.values()].map(({ object }) => object),
    ...awaiting.filter((name) => objects.has(name)),
  ])
}

interface CatalogContents {
  revision: number
  layers: Catalog['layers']
  extensions: Extensions
  objects: Map<string, CompiledObject>
  roles: Map<string, CompiledRole>
  conversions: Map<string, CompiledConversion>
  dimensions: Map<string, CompiledDimension>
  memberRules: Map<string, CompiledMemberRule>
  workflows: Map<string, CompiledWorkflow>
  calendars: ReadonlyMap<string, CompiledCalendar>
  approvals: Map<string, CompiledApproval>
  approved: ReadonlySet<string>
  deadlines: ReadonlyMap<string, CompiledDeadline>
  parameters: ReadonlyMap<string, CompiledParameter>
  byKind: Map<Kind, Map<string, Definition>>
  byPlugin: Map<PluginKind, Map<string, unknown>>
  merged: Compilation['merged']
}

function createView({ merged, byKind, byPlugin, ...parts }: CatalogContents): Catalog {
  const { objects } = parts
  const empty: ReadonlyMap<string, Definition> = new Map()
  const nothing: ReadonlyMap<string, unknown> = new Map()
  const object = (name: string): CompiledObject => {
    const found = objects.get(name)
    if (!found) throw appError('not_found', { name })
    return found
  }
  return Object.freeze({
    ...parts,
    object,
    documents: (kind: Kind) => byKind.get(kind) ?? empty,
    compiled: (kind: PluginKind) => byPlugin.get(kind) ?? nothing,
    layersOf: (kind: Kind, name: string) => merged.get(documentKey(kind, name))?.parts.map(({ layer }) => layer) ?? [],
    recordSchema: (name: string, mode: 'create' | 'update') => recordSchemaOf(object(name), mode),
  })
}
