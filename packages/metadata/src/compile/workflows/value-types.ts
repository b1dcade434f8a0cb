import type { ExprType } from '@fieldwork/expressions'
import type { JsonSchema } from '@fieldwork/fields'
import { isPlainObject } from '../../json/plain-object.ts'

const any: ExprType = { kind: 'any' }

/** Names the object that an option, or the schema itself, says. */
export type ObjectNamed = (of: { object?: string; option?: string }) => string | null

/**
 * The type that values of a JSON Schema have in expressions. `"x-record": { "object": "user" }` or
 * `{ "option": "object" }` beside a text of format uuid makes it a record.
 */
export function typeOfSchema(schema: JsonSchema, objectNamed: ObjectNamed): ExprType {
  const { type, format, items, properties } = schema
  const record = schema['x-record']
  if (isPlainObject(record)) {
    const object = objectNamed(record)
    return object === null ? any : { kind: 'record', object }
  }
  if (type === 'string')
    return format === 'date' ? { kind: 'date' } : format === 'date-time' ? { kind: 'datetime' } : { kind: 'text' }
  if (type === 'integer' || type === 'boolean') return { kind: type }
  if (type === 'number') return { kind: 'decimal' }
  if (type === 'array') return { kind: 'list', of: isPlainObject(items) ? typeOfSchema(items, objectNamed) : any }
  if (type !== 'object' || !isPlainObject(properties)) return any
  const fields = Object.entries(properties).map(([name, part]) => [name, typeOfSchema(part as JsonSchema, objectNamed)])
  return { kind: 'struct', fields: Object.fromEntries(fields) as Record<string, ExprType> }
}

/** The type of a variable of a workflow. */
export function typeOfVariable(type: string, object: string | undefined): ExprType {
  const of: ExprType = object === undefined ? any : { kind: 'record', object }
  if (type === 'record') return of
  if (type === 'records') return { kind: 'list', of }
  if (type === 'texts') return { kind: 'list', of: { kind: 'text' } }
  return { kind: type } as ExprType
}
