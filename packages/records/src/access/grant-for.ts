import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledGrant, CompiledRole, Operation } from '@fieldwork/metadata'

/** What a role says of an operation. Every operation implies reading. */
export function grantFor(role: CompiledRole, object: string, operation: Operation): CompiledGrant | null {
  const grant = role.grants[object] ?? role.grants['*']
  if (!grant || grant.operations.size === 0) return null
  return operation === 'read' || grant.operations.has(operation) ? grant : null
}

/** What must hold of a row for an operation that the grant allows; null: nothing. */
export const conditionFor = ({ where }: CompiledGrant, operation: Operation): CheckedExpression | null =>
  where.get(operation) ?? null
