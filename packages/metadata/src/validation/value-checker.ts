import type { Ajv2020 } from 'ajv/dist/2020.js'
import type { Json, JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'
import { isPlainObject } from '../json/plain-object.ts'
import { partsOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { createAjv } from './ajv.ts'
import { describeSchemaError, isEcho } from './describe-error.ts'

/** Tells every problem of a value, and fills in what the schema says of what is absent. */
export type ValueChecker = (value: unknown) => Problem[]

/** Keywords by which a schema that becomes a form speaks to people; they constrain nothing. */
const formKeywords = [
  'x-title',
  'x-label',
  'x-help',
  'x-expression',
  'x-template',
  'x-reference',
  'x-of',
  'x-channel',
  'x-fields',
  'x-branches',
  'x-record',
  'x-widget',
]

const words = { type: 'string' }
const localized = { type: 'object', required: ['en', 'zh-CN'], properties: { en: words, 'zh-CN': words } }

/** Makes the keywords of forms known; those that hold texts are checked for both languages. */
export function addFormKeywords(ajv: Ajv2020): void {
  for (const keyword of formKeywords) ajv.addKeyword({ keyword })
  ajv.addKeyword({ keyword: 'x-choices', metaSchema: { type: 'object', additionalProperties: localized } })
}

/**
 * Checks values that are no records by a JSON Schema (2020-12) of their own: settings, bodies, options.
 *
 * @returns the checker, or what is wrong with the schema itself
 */
export function valueChecker(schema: JsonSchema): { check: ValueChecker } | { problems: Problem[] } {
  const ajv = createAjv({ useDefaults: true })
  addFormKeywords(ajv)
  try {
    const validate = ajv.compile(schema)
    const labelOf = (pointer: string): LocalizedText | null => titleAt(schema, partsOf(pointer))
    const check = (value: unknown): Problem[] => {
      if (validate(value)) return []
      const errors = (validate.errors ?? []).filter((error) => !isEcho(error))
      return errors.map((error) => describeSchemaError(error, labelOf))
    }
    return { check }
  } catch (error) {
    const { message } = error as Error
    return {
      problems: [{ code: 'wrong_schema', message: text(`No JSON Schema: ${message}`, `JSON Schema 有误：${message}`) }],
    }
  }
}

function titleAt(schema: Json | undefined, [name, ...rest]: string[]): LocalizedText | null {
  if (!isPlainObject(schema)) return null
  if (name === undefined) return (schema['x-title'] as LocalizedText | undefined) ?? null
  const properties = schema.properties
  if (isPlainObject(properties) && name in properties) return titleAt(properties[name] as Json, rest)
  return titleAt(schema.items as Json | undefined, rest)
}
