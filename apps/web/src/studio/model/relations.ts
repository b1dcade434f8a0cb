import type { StudioObject } from '../catalog/studio-objects.ts'
import { refersTo } from '../catalog/refers-to.ts'
import type { CatalogField } from '../catalog/types.ts'

/** One reference between two objects, seen from either. */
export interface Relation {
  /** whose field it is */
  owner: StudioObject
  field: CatalogField
  /** what it points to; empty: every object */
  targets: StudioObject[]
  /** what the records of `owner` are called, seen from the one they point to; null where that differs by target */
  collection: string | null
}

/** What the records of an object point to; people and what the platform fills in are left out. */
export function relationsFrom(objects: StudioObject[], owner: StudioObject): Relation[] {
  return owner.fields.filter(isRelation).map((field) => relationOf(objects, owner, field))
}

/** What points to the records of an object; not what the object points to itself by. */
export function relationsTo(objects: StudioObject[], target: StudioObject): Relation[] {
  return objects
    .filter((owner) => owner.name !== target.name)
    .flatMap((owner) =>
      owner.fields
        .filter((field) => isRelation(field) && refersTo(field, target.name))
        .map((field) => ({
          ...relationOf(objects, owner, field),
          collection: collectionName(target, owner, field),
        })),
    )
}

const isRelation = ({ reference, targets, system }: CatalogField): boolean =>
  !system && (reference !== null || targets !== null)

function relationOf(objects: StudioObject[], owner: StudioObject, field: CatalogField): Relation {
  const names = field.reference === null ? (field.targets ?? []) : [field.reference]
  const targets = names.flatMap((name) => objects.find((each) => each.name === name) ?? [])
  const [only] = targets
  return { owner, field, targets, collection: only && targets.length === 1 ? collectionName(only, owner, field) : null }
}

function collectionName(target: StudioObject, owner: StudioObject, field: CatalogField): string | null {
  const isOf = (each: { object: string; field: string }): boolean =>
    each.object === owner.name && each.field === field.name
  return target.collections.find(isOf)?.name ?? null
}
