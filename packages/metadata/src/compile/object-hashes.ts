import { hashText, stableText } from '../json/hash.ts'
import { collectionSignature } from './collections.ts'
import { namesOfTargets } from './field-targets.ts'
import type { ObjectShape } from './object-shape.ts'
import type { World } from './world.ts'

/**
 * By object: a hash that changes when statements or validators for it could. A statement may read any field that can
 * be reached through references, so the shapes of all reachable objects take part, with what their expressions read;
 * words for people do not.
 */
export function objectHashes(
  { shapes, collections }: Pick<World, 'shapes' | 'collections'>,
  dependencies: ReadonlyMap<string, string>,
): Map<string, string> {
  const reachable = reachableHashes({ shapes, dependencies })
  const hashes = new Map<string, string>()
  for (const [name, shape] of shapes) {
    const referring = [...(collections.get(name)?.values() ?? [])].map(collectionSignature).sort().join('|')
    hashes.set(name, hashText(`${ownText(shape)}${referring}${reachable.get(name) ?? ''}`))
  }
  return hashes
}

const ownTexts = new WeakMap<ObjectShape, string>()

function ownText(shape: ObjectShape): string {
  const known = ownTexts.get(shape)
  if (known !== undefined) return known
  const {
    states,
    rules,
    duplicates = {},
    unique = {},
    dimensions = {},
    access = {},
    levelField = null,
  } = shape.definition['x-object']
  const transitions = Object.entries(states?.transitions ?? {}).map(([name, { label: _label, ...rest }]) => [
    name,
    rest,
  ])
  const conditions = Object.entries(rules).map(([name, { message: _message, ...rule }]) => [name, rule])
  const matches = Object.entries(duplicates).map(([name, { message: _message, ...rule }]) => [name, rule])
  const uniques = Object.entries(unique).map(([name, { message: _message, ...rest }]) => [name, rest])
  const flags = [shape.hasOwner, shape.hasHistory, shape.hasAttachments, shape.managed, shape.hierarchy]
  const scope = [dimensions, access]
  const own = stableText([
    shape.signature,
    flags,
    states?.field,
    states?.initial,
    transitions,
    conditions,
    matches,
    uniques,
    scope,
    ...(levelField === null ? [] : [levelField]),
  ])
  ownTexts.set(shape, own)
  return own
}

interface Graph {
  shapes: ReadonlyMap<string, ObjectShape>
  /** by object: the state of what its expressions read */
  dependencies: ReadonlyMap<string, string>
}

interface Search extends Graph {
  order: Map<string, number>
  low: Map<string, number>
  stack: string[]
  hashes: Map<string, string>
}

/** Tarjan's components: objects that reach each other share one hash, made of theirs and of those they reach. */
function reachableHashes(graph: Graph): Map<string, string> {
  const { shapes } = graph
  const search: Search = { ...graph, order: new Map(), low: new Map(), stack: [], hashes: new Map() }
  for (const name of shapes.keys()) if (!search.order.has(name)) visit(search, name)
  return search.hashes
}

function visit(search: Search, name: string): void {
  const at = search.order.size
  search.order.set(name, at)
  search.low.set(name, at)
  search.stack.push(name)
  for (const target of targetsOf(search.shapes, name)) {
    if (!search.order.has(target)) visit(search, target)
    if (!search.hashes.has(target)) {
      search.low.set(name, Math.min(search.low.get(name) as number, search.low.get(target) as number))
    }
  }
  if (search.low.get(name) === at) closeComponent(search, name)
}

function targetsOf(shapes: ReadonlyMap<string, ObjectShape>, name: string): Set<string> {
  const targets = new Set<string>()
  for (const field of shapes.get(name)?.fields.values() ?? []) {
    const { reference } = field
    if (reference !== null && shapes.has(reference)) targets.add(reference)
    for (const other of namesOfTargets(shapes, field)) targets.add(other)
  }
  return targets
}

function closeComponent(search: Search, root: string): void {
  const members = search.stack.splice(search.stack.lastIndexOf(root))
  const inside = new Set(members)
  const outside = new Set<string>()
  for (const member of members) {
    for (const target of targetsOf(search.shapes, member)) {
      if (!inside.has(target)) outside.add(search.hashes.get(target) as string)
    }
  }
  const own = members.map((member) => search.shapes.get(member)?.signature + (search.dependencies.get(member) ?? ''))
  const hash = hashText([...own.sort(), ...[...outside].sort()].join('|'))
  for (const member of members) search.hashes.set(member, hash)
}
