import type { Json, JsonSchema } from '@fieldwork/fields'
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { createLru } from '../lru.ts'
import { stableText } from '../json/hash.ts'
import { createAjv } from './ajv.ts'

const checks = createLru<ValidateFunction>(500)
let ajv: Ajv2020 | undefined

/** The errors of one value against a small schema; none when it fits. */
export function valueErrors(schema: JsonSchema, value: Json): ErrorObject[] {
  const check = checks.getOrCreate(stableText(schema), () => compile(schema))
  return check(value) ? [] : [...(check.errors ?? [])]
}

function compile(schema: JsonSchema): ValidateFunction {
  ajv ??= createAjv()
  const validate = ajv.compile(schema)
  // the compiled function is kept by us; Ajv's own cache would grow for ever
  ajv.removeSchema(schema)
  return validate
}
