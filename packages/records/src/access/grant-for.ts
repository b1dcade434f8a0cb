import type { CompiledGrant, CompiledRole, Operation } from '@fieldwork/metadata'

/** What a role says of an operation. Every operation implies reading. */
export function grantFor(role: CompiledRole, object: string, operation: Operation): CompiledGrant | null {
  const grant = role.grants[object] ?? role.grants['*']
  if (!grant || grant.operations.size === 0) return null
  return operation === 'read' || grant.operations.has(operation) ? grant : null
}
