import type { QueryContext } from '@fieldwork/database'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import type { ExplainedField } from './explained.ts'

/** The rights on the fields of a record on which the operation is allowed. */
export function explainedFields(
  ctx: QueryContext,
  object: CompiledObject,
  operation: Operation,
): Record<string, ExplainedField> {
  const hidden = ctx.masked?.(object.name)
  const isWritten = operation === 'create' || operation === 'update'
  const rights = [...object.fields.values()].map(({ name, readOnly }) => {
    const right: ExplainedField = hidden?.has(name) ? 'mask' : isWritten && !readOnly ? 'write' : 'read'
    return [name, right] as const
  })
  return Object.fromEntries(rights)
}
