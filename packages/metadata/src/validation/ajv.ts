import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Options } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { annotationKeywords, valueKeywords } from './keywords.ts'

/**
 * A validator factory as the platform uses it everywhere: JSON Schema 2020-12, strict, every error at once, with the
 * formats and the platform's own keywords.
 */
export function createAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    addUsedSchema: false,
    ...options,
  })
  addFormats(ajv)
  for (const keyword of valueKeywords) ajv.addKeyword(keyword)
  for (const keyword of annotationKeywords) ajv.addKeyword(keyword)
  return ajv
}
