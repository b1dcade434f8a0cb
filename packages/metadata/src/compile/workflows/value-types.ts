import type { ExprType } from '@fieldwork/expressions'
import type { JsonSchema } from '@fieldwork/fields'
import { isPlainObject, ownValue } from '../../json/plain-object.ts'

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

const scalars: Readonly<Record<string, JsonSchema>> = {
  text: { type: 'string' },
  integer: { type: 'integer' },
  decimal: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  texts: { type: 'array', items: { type: 'string' } },
}

/**
 * The schema of what a step gives: `"x-typed-by": "output"` beside a property makes it an object whose parts the option
 * `output` names, each with its type.
 */
export function schemaOfOutput(output: JsonSchema, options: Record<string, unknown>): JsonSchema {
  if (!isPlainObject(output.properties)) return output
  const properties = Object.entries(output.properties).map(([name, schema]): [string, unknown] => {
    const option = isPlainObject(schema) ? schema['x-typed-by'] : undefined
    const parts = typeof option === 'string' ? ownValue(options, option) : undefined
    return [name, isPlainObject(parts) ? structOf(parts) : schema]
  })
  return { ...output, properties: Object.fromEntries(properties) } as JsonSchema
}

function structOf(parts: Record<string, unknown>): JsonSchema {
  const properties = Object.entries(parts).map(([name, part]) => [
    name,
    (isPlainObject(part) && ownValue(scalars, String(part.type))) || {},
  ])
  return { type: 'object', properties: Object.fromEntries(properties) as Record<string, JsonSchema> } as JsonSchema
}

/** The type of a variable of a workflow. */
export function typeOfVariable(type: string, object: string | undefined): ExprType {
  const of: ExprType = object === undefined ? any : { kind: 'record', object }
  if (type === 'record') return of
  if (type === 'records') return { kind: 'list', of }
  if (type === 'texts') return { kind: 'list', of: { kind: 'text' } }
  return { kind: type } as ExprType
}
