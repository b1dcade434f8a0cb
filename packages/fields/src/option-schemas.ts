import type { JsonSchema } from './field-type.ts'

/** A text in every language the platform ships. */
export const localizedTextSchema: JsonSchema = {
  type: 'object',
  required: ['en', 'zh-CN'],
  additionalProperties: false,
  properties: { en: { type: 'string', minLength: 1 }, 'zh-CN': { type: 'string', minLength: 1 } },
}

/** The name of an object. */
export const objectNameSchema: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' }

/** What the records that refer to another one are called there: an order has `lines`. */
export const collectionNameSchema: JsonSchema = {
  type: 'string',
  pattern: '^[a-z][a-z0-9_]{0,47}$',
  description: 'What these records are called seen from the one they refer to',
}

/** The text of an expression. */
export const expressionSchema: JsonSchema = { type: 'string', minLength: 1, maxLength: 4000 }

/** How many decimals a type keeps. */
export function scaleSchema(maximum: number): JsonSchema {
  return { type: 'integer', minimum: 0, maximum }
}

/** The name of a field. */
export const fieldNameSchema: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' }
