import { hasScale, isStorableText } from '@fieldwork/fields'
import type { JsonSchema } from '@fieldwork/fields'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** The validator that records use, with the platform's two keywords. */
export function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  ajv.addKeyword({ keyword: 'x-scale', type: 'number', schemaType: 'number', validate: checkScale })
  ajv.addKeyword({ keyword: 'x-text', type: 'string', schemaType: 'boolean', validate: checkText })
  return ajv
}

/** The schema of `x-field` of one type, from the options that the type declares. */
export function optionsSchema({ properties, required = [] }: OptionsOf): JsonSchema {
  return {
    type: 'object',
    required: ['type', ...required],
    additionalProperties: false,
    properties: { type: { type: 'string' }, ...properties },
  }
}

interface OptionsOf {
  properties: Record<string, JsonSchema>
  required?: string[]
}

function checkScale(scale: number, value: number): boolean {
  return hasScale(value, scale)
}

function checkText(_on: boolean, value: string): boolean {
  return isStorableText(value)
}
