import type { Json, JsonSchema, Problem } from '../../field-type.ts'

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']
const count: JsonSchema = { type: 'integer', minimum: 0 }

/** The type that a keyword speaks of: a strict validator wants it said. */
const TYPE_OF: Record<string, string> = {
  minLength: 'string',
  maxLength: 'string',
  minimum: 'number',
  maximum: 'number',
  items: 'array',
  minItems: 'array',
  maxItems: 'array',
  uniqueItems: 'array',
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
}

/** The part of JSON Schema that says what values of a field look like, as JSON Schema. */
export function shapeSchema(levels: number): JsonSchema {
  const inner = levels > 1 ? shapeSchema(levels - 1) : { type: 'object', maxProperties: 0 }
  return {
    description: 'What values look like: a part of JSON Schema, without references and patterns',
    type: 'object',
    additionalProperties: false,
    properties: {
      type: { type: 'string', enum: TYPES },
      description: { type: 'string', maxLength: 500 },
      enum: { type: 'array', minItems: 1, maxItems: 500 },
      minLength: count,
      maxLength: count,
      minimum: { type: 'number' },
      maximum: { type: 'number' },
      items: inner,
      minItems: count,
      maxItems: count,
      uniqueItems: { type: 'boolean' },
      properties: { type: 'object', maxProperties: 200, additionalProperties: inner },
      required: { type: 'array', items: { type: 'string' }, maxItems: 200, uniqueItems: true },
      additionalProperties: { type: 'boolean' },
    },
  }
}

/** The schema with the types that its keywords speak of, so that `items` alone means a list. */
export function typedSchema(schema: JsonSchema | undefined): JsonSchema {
  if (!schema) return {}
  const { items, properties, description: _description, ...rest } = schema
  const type = schema.type ?? impliedType(schema)
  const known = { ...named(schema.required), ...partsOf(properties) }
  const parts = Object.entries(known).map(([name, part]) => [name, typedSchema(part)] as const)
  return {
    ...rest,
    ...(type !== undefined && { type }),
    ...(items !== undefined && { items: typedSchema(items as JsonSchema) }),
    ...(parts.length > 0 && { properties: Object.fromEntries(parts) }),
  }
}

/** Problems of keywords that speak of another type than the one that is stated. */
export function checkShape(schema: JsonSchema | undefined, pointer = '/x-field/schema'): Problem[] {
  if (!schema) return []
  const { type, items, properties } = schema
  const stated = type === 'integer' ? 'number' : (type ?? impliedType(schema))
  const wrong = Object.keys(schema).filter((keyword) => TYPE_OF[keyword] && TYPE_OF[keyword] !== stated)
  return [
    ...wrong.map((keyword) => contradiction(`${pointer}/${keyword}`, keyword)),
    ...checkShape(items as JsonSchema | undefined, `${pointer}/items`),
    ...Object.entries(partsOf(properties)).flatMap(([name, part]) =>
      checkShape(part, `${pointer}/properties/${escaped(name)}`),
    ),
  ]
}

function impliedType(schema: JsonSchema): string | undefined {
  return Object.keys(schema).flatMap((keyword) => TYPE_OF[keyword] ?? [])[0]
}

function partsOf(properties: Json | undefined): Record<string, JsonSchema> {
  return (properties ?? {}) as Record<string, JsonSchema>
}

function named(required: Json | undefined): Record<string, JsonSchema> {
  return Object.fromEntries(Array.isArray(required) ? required.map((name) => [String(name), {}]) : [])
}

function contradiction(pointer: string, keyword: string): Problem {
  const message = {
    en: `“${keyword}” says nothing about values of this type`,
    'zh-CN': `“${keyword}”不适用于此类型的值`,
  }
  return { pointer, code: 'contradicts_type', message, params: { keyword } }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
