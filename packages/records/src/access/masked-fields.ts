import { sensitiveFieldsOf } from '@fieldwork/metadata'
import type { Catalog, CompiledGrant, CompiledObject, FieldAddress } from '@fieldwork/metadata'
import type { Assigned } from './assignments.ts'
import { hasNarrow, scopesOf } from './compile-arms.ts'
import { grantFor } from './grant-for.ts'

/**
 * The fields of an object whose values are hidden from who has these roles: sensitive ones that no role opens, and what
 * is computed from such. A field is open on all rows or on none, so a role that opens it on some rows only counts where
 * every other role by which the actor reads the object opens it too.
 */
export function maskedFields(catalog: Catalog, assigned: readonly Assigned[], object: string): ReadonlySet<string> {
  const sensitive = [...sensitiveFieldsOf(catalog, object)]
  return new Set(
    sensitive
      .filter(([, sources]) => sources.some((source) => !isOpen(catalog, assigned, source)))
      .map(([name]) => name),
  )
}

function isOpen(catalog: Catalog, assigned: readonly Assigned[], { object, field }: FieldAddress): boolean {
  const grants = assigned.flatMap(({ role, modes }) => {
    const grant = grantFor(role, object, 'read')
    return grant ? [{ ...grant, isEverywhere: isEverywhere(catalog.object(object), grant, modes) }] : []
  })
  const opening = grants.filter(({ sensitive }) => sensitive === 'all' || sensitive.has(field))
  if (opening.length === 0) return false
  return opening.length === grants.length || opening.some((grant) => grant.isEverywhere)
}

/** Whether a grant is for every record that the actor reads by any other. */
function isEverywhere(
  { through, dimensions }: CompiledObject,
  grant: CompiledGrant,
  modes: Assigned['modes'],
): boolean {
  const isWhole = scopesOf(grant, 'read').includes('all') && !hasNarrow(grant.dimensions)
  return grant.where === null && isWhole && through === null && !Object.keys(modes).some((name) => name in dimensions)
}
