import { maskOf } from '@fieldwork/metadata'
import type { CompiledGrant, CompiledObject, FieldRight } from '@fieldwork/metadata'
import type { Assigned } from './assignments.ts'
import { grantFor } from './grant-for.ts'

interface FieldOf {
  object: CompiledObject
  field: string
}

/** What a grant says of a field; `*` does not mean the platform's own fields, without which records cannot be listed. */
function rightOf({ fields }: CompiledGrant, { object, field }: FieldOf): FieldRight {
  const named = Object.hasOwn(fields, field) ? fields[field] : undefined
  return named ?? (object.fields.get(field)?.system ? undefined : fields['*']) ?? 'write'
}

const grantOf = ({ role }: Assigned, { object }: FieldOf): CompiledGrant | null => grantFor(role, object.name, 'read')

/** A sensitive field is open to who is given it by name. */
function isKept({ sensitive, fields }: CompiledGrant, { object, field }: FieldOf): boolean {
  const known = object.fields.get(field)
  if (!known || maskOf(known) === null || sensitive === 'all' || sensitive.has(field)) return false
  const named = Object.hasOwn(fields, field) ? fields[field] : undefined
  return named !== 'read' && named !== 'write'
}

/** Whether an assignment shows the values of a field on the records that it grants. */
export function isShown(one: Assigned, at: FieldOf): boolean {
  const grant = grantOf(one, at)
  const right = grant && rightOf(grant, at)
  return grant !== null && (right === 'read' || right === 'write') && !isKept(grant, at)
}

/** Whether a field exists on the records that an assignment grants, if only as a preview. */
export function isTold(one: Assigned, at: FieldOf): boolean {
  const grant = grantOf(one, at)
  return grant !== null && rightOf(grant, at) !== 'none'
}

/** A sensitive value can be entered by who does not see it, but not written over. */
export function isWritten(one: Assigned, { operation, ...at }: FieldOf & { operation: 'create' | 'update' }): boolean {
  const grant = grantOf(one, at)
  return grant !== null && rightOf(grant, at) === 'write' && (operation === 'create' || !isKept(grant, at))
}
