import { sensitiveFieldsOf } from '@fieldwork/metadata'
import type { Catalog, CompiledRole, FieldAddress } from '@fieldwork/metadata'
import { grantFor } from './grant-for.ts'

/**
 * The fields of an object whose values are hidden from who has these roles: sensitive ones that no role opens, and what
 * is computed from such. A field is open on all rows or on none, so a role that opens it on some rows only counts where
 * every other role by which the actor reads the object opens it too.
 */
export function maskedFields(catalog: Catalog, roles: readonly CompiledRole[], object: string): ReadonlySet<string> {
  const sensitive = [...sensitiveFieldsOf(catalog, object)]
  return new Set(
    sensitive.filter(([, sources]) => sources.some((source) => !isOpen(roles, source))).map(([name]) => name),
  )
}

function isOpen(roles: readonly CompiledRole[], { object, field }: FieldAddress): boolean {
  const grants = roles.flatMap((role) => grantFor(role, object, 'read') ?? [])
  const opening = grants.filter(({ sensitive }) => sensitive === 'all' || sensitive.has(field))
  if (opening.length === 0) return false
  return opening.length === grants.length || opening.some(({ where }) => where === null)
}
