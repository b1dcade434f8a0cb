import { maskOf } from '@fieldwork/metadata'
import type { Catalog, CompiledGrant } from '@fieldwork/metadata'
import { shapeOfActor } from '../access/access-plan.ts'
import { grantFor } from '../access/grant-for.ts'
import type { ActorSide } from './field-changes.ts'

/**
 * Whether nothing of what decides about an object differs for people of a shape, so that it need not be compiled to be
 * compared: the object and those that its access leads through are the compiler's own from before, and what the roles
 * grant on them is the same.
 */
export function isUntouched(before: ActorSide, after: ActorSide, object: string): boolean {
  if (isSensitivityOther(before.catalog, after.catalog)) return false
  return before.actor.facts === after.actor.facts && isSameOn(before, after, object)
}

function isSameOn(before: ActorSide, after: ActorSide, object: string): boolean {
  const found = after.catalog.objects.get(object)
  if (!found || before.catalog.objects.get(object) !== found) return false
  const dimensions = Object.keys(found.dimensions)
  if (dimensions.some((name) => before.catalog.dimensions.get(name) !== after.catalog.dimensions.get(name)))
    return false
  if (before.actor.administrator !== after.actor.administrator) return false
  if (grantsOn(before, object) !== grantsOn(after, object)) return false
  const others = [found.master?.object, found.through?.object].flatMap((name) => name ?? [])
  return others.every((name) => isSameOn(before, after, name))
}

/** What the assignments of somebody say of an object, as a text. */
function grantsOn({ catalog, actor }: ActorSide, object: string): string {
  if (actor.administrator) return ''
  const entries = shapeOfActor(catalog, actor).assigned.flatMap(({ role, modes }) => {
    const grant = grantFor(role, object, 'read')
    return grant ? [`${role.name} ${JSON.stringify(modes)} ${grantKey(grant)}`] : []
  })
  return entries.join('\n')
}

const keys = new WeakMap<CompiledGrant, string>()
let conditions = 0

/** A condition may mean something else although it reads the same: it is equal to none but itself. */
function grantKey(grant: CompiledGrant): string {
  const known = keys.get(grant)
  if (known !== undefined) return known
  const { operations, scopes, where, related, dimensions, ownDimensions, sensitive, fields } = grant
  const sets = [[...operations], [...scopes], [...ownDimensions], sensitive === 'all' ? sensitive : [...sensitive]]
  const key = JSON.stringify([sets, where.size > 0 && ++conditions, related, dimensions, fields])
  keys.set(grant, key)
  return key
}

const sensitivities = new WeakMap<Catalog, string>()

export const isSensitivityOther = (before: Catalog, after: Catalog): boolean =>
  sensitivityOf(before) !== sensitivityOf(after)

/** Every sensitive field of a catalog, as a text. */
function sensitivityOf(catalog: Catalog): string {
  const known = sensitivities.get(catalog)
  if (known !== undefined) return known
  const fields = [...catalog.objects.values()].flatMap((object) =>
    [...object.fields.values()].flatMap((field) => (maskOf(field) ? `${object.name}.${field.name}` : [])),
  )
  const text = fields.sort().join()
  sensitivities.set(catalog, text)
  return text
}
