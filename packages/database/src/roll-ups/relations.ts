import type { Catalog, CompiledField, CompiledObject, CompiledRollUp } from '@fieldwork/metadata'

/** A roll-up field with what it is about. */
export interface RollUpField {
  field: CompiledField
  rollUp: CompiledRollUp
}

/**
 * Records that refer to others, which have roll-ups about them: one reference field, all roll-ups over it. Those that
 * count records along a hierarchy too are a relation of their own.
 */
export interface Relation {
  child: CompiledObject
  via: CompiledField
  parent: CompiledObject
  /** the lookup by which parents stand below each other, where what counts for one counts for those above it too */
  tree: CompiledField | null
  /** by name */
  rollUps: RollUpField[]
}

const known = new WeakMap<Catalog, Relation[]>()

/** Every relation that a roll-up goes over, in the order of object and reference field. */
export function relationsOf(catalog: Catalog): Relation[] {
  const found = known.get(catalog) ?? findRelations(catalog)
  known.set(catalog, found)
  return found
}

function findRelations(catalog: Catalog): Relation[] {
  const relations = new Map<string, Relation>()
  for (const parent of catalog.objects.values()) {
    for (const field of parent.fields.values()) {
      if (field.rollUp === null) continue
      const { object, via, subtree } = field.rollUp
      const key = `${object}.${via}${subtree ? '.' : ''}`
      const relation = relations.get(key) ?? relationBetween(catalog, parent, field.rollUp)
      relation.rollUps.push({ field, rollUp: field.rollUp })
      relations.set(key, relation)
    }
  }
  for (const { rollUps } of relations.values()) rollUps.sort((a, b) => (a.field.name < b.field.name ? -1 : 1))
  return [...relations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, relation]) => relation)
}

/** A relation that no roll-up goes over yet. */
export function relationBetween(
  catalog: Catalog,
  parent: CompiledObject,
  { object, via, subtree }: CompiledRollUp,
): Relation {
  const child = catalog.object(object)
  const field = child.fields.get(via)
  if (!field) throw new Error(`The catalog let a roll-up over the unknown field ${object}.${via} through`)
  const tree = subtree ? parent.fields.get(parent.hierarchy ?? '') : null
  if (tree === undefined) throw new Error(`The catalog let a roll-up over ${parent.name}, which is no tree, through`)
  return { child, via: field, parent, tree, rollUps: [] }
}

/** Relations whose roll-ups a write of the object has to keep. */
export const relationsFrom = (catalog: Catalog, object: string): Relation[] =>
  relationsOf(catalog).filter(({ child }) => child.name === object)

/** Relations that hold the roll-ups of an object. */
export const relationsTo = (catalog: Catalog, object: string): Relation[] =>
  relationsOf(catalog).filter(({ parent }) => parent.name === object)

const orders = new WeakMap<Catalog, CompiledObject[]>()

/** Objects with roll-ups over or about them, children before their parents; on a circle somewhere in the middle. */
export function fromLeavesUp(catalog: Catalog): CompiledObject[] {
  const known = orders.get(catalog)
  if (known) return known
  const visited = new Set<CompiledObject>()
  const fromRoots: CompiledObject[] = []
  const visit = (object: CompiledObject): void => {
    if (visited.has(object)) return
    visited.add(object)
    for (const { parent } of relationsFrom(catalog, object.name)) visit(parent)
    fromRoots.push(object)
  }
  for (const { child } of relationsOf(catalog)) visit(child)
  const sorted = fromRoots.toReversed()
  orders.set(catalog, sorted)
  return sorted
}
