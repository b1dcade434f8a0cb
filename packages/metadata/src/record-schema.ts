import type { Json, JsonSchema } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from './catalog.ts'

export type RecordMode = 'create' | 'update'

/**
 * JSON Schema (2020-12) of a record as callers send it: read-only fields are left out, null is allowed where a value
 * is not required, and nothing else is. The same object gives the same schema, with the same `$id`.
 */
export function recordSchemaOf(object: CompiledObject, mode: RecordMode): JsonSchema {
  const fields = [...object.fields.values()].filter((field) => !field.readOnly)
  const required = mode === 'create' ? fields.filter((field) => isDemanded(object, field)).map(({ name }) => name) : []
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: recordSchemaId(object, mode),
    title: object.label.en,
    ...(typeof object.definition.description === 'string' && { description: object.definition.description }),
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, mode)])),
  }
}

/** Names a record schema; it changes whenever what the schema accepts does. */
export const recordSchemaId = ({ name, hash }: CompiledObject, mode: RecordMode): string =>
  `fieldwork:record/${name}/${mode}/${hash}`

/** A required field that has a default, or that a lookup may bring along, need not be sent. */
const isDemanded = ({ copies }: CompiledObject, { name, required, default: given }: CompiledField): boolean =>
  required && given === null && !copies.some(({ target }) => target === name)

/** Defaults are for new records only: a form must not fill a gap of an old one. */
function fieldSchema(field: CompiledField, mode: RecordMode): JsonSchema {
  const { property, label, type, required } = field
  const value = type.valueSchema(property)
  const constant =
    mode === 'create' && field.default && 'constant' in field.default ? field.default.constant : undefined
  return {
    title: label.en,
    ...(property.description !== undefined && { description: property.description }),
    ...(required ? value : nullable(value)),
    ...(constant !== undefined && { default: constant as Json }),
    'x-field': property['x-field'] as unknown as Json,
  }
}

/** The schema with null beside its values, without a second branch where the type alone can say it. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: options } = schema
  if (typeof type !== 'string') return { anyOf: [{ type: 'null' }, schema] }
  return { ...schema, type: [type, 'null'], ...(Array.isArray(options) && { enum: [...options, null] }) }
}
