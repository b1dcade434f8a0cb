import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import { checked, reportUnknownField } from '../report.ts'
import type { CheckContext } from '../report.ts'
import type { ObjectShape } from '../object-shape.ts'
import { text } from '../../words.ts'

/** What a chain is checked in: its object, where there is one. */
export interface ChainContext extends CheckContext {
  object: ObjectShape | null
}

const boolean: ExprType = { kind: 'boolean' }

/** A condition over the record. */
export function conditionAt(
  context: ChainContext,
  pointer: string,
  source: string | undefined,
): CheckedExpression | null {
  return expressionAt(context, pointer, source, boolean)
}

/** An expression over the record; nothing is said of it where there is no object to read. */
export function expressionAt(
  context: ChainContext,
  pointer: string,
  source: string | undefined,
  expects?: ExprType,
): CheckedExpression | null {
  if (!context.object) return null
  return checked(context, pointer, { source, object: context.object.name, ...(expects && { expects }) })
}

/** A field of the record that somebody may fill in. */
export function enteredField(context: ChainContext, pointer: string, name: string): void {
  const { object, sink, dependencies } = context
  if (!object) return
  dependencies.add(`${object.name}.${name}`)
  const field = object.fields.get(name)
  if (!field)
    return reportUnknownField(sink, { pointer, found: name, object: object.name, known: object.fields.keys() })
  const isState = name === object.definition['x-object'].states?.field
  if (!field.readOnly && !field.system && !field.type.computed && !isState) return
  const message = text(
    `Nobody fills in “${name}”, so no step can open it`,
    `“${name}”不能手工填写，审批步骤无法开放该字段`,
  )
  sink.add({ pointer, code: 'not_entered', message, params: { field: name } })
}
