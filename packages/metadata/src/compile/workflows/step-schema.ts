import type { ValidateFunction } from 'ajv/dist/2020.js'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '@fieldwork/fields'
import type { ProblemSink } from '../../problems.ts'
import { createAjv } from '../../validation/ajv.ts'
import { reportErrors } from '../../validation/report-errors.ts'
import { addFormKeywords } from '../../validation/value-checker.ts'

let ajv: Ajv2020 | undefined
/** A step or a trigger: whatever has options of its own. */
type WithOptions = { options: JsonSchema }

const validators = new WeakMap<WithOptions, ValidateFunction>()

/** Reports what the own schema of a step or trigger finds wrong with options. */
export function checkOptions(
  sink: ProblemSink,
  pointer: string,
  { descriptor, options }: { descriptor: WithOptions; options: unknown },
): boolean {
  const validate = validatorOf(descriptor)
  if (validate(options)) return true
  reportErrors(sink, pointer, validate.errors ?? [])
  return false
}

function validatorOf(descriptor: WithOptions): ValidateFunction {
  const known = validators.get(descriptor)
  if (known) return known
  if (!ajv) {
    ajv = createAjv()
    addFormKeywords(ajv)
  }
  const validate = ajv.compile(descriptor.options)
  validators.set(descriptor, validate)
  return validate
}

/** The schema that a local reference means. */
export function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const reference = schema.$ref
  if (typeof reference !== 'string') return schema
  const name = reference.replace('#/$defs/', '')
  const found = (root.$defs as Record<string, JsonSchema> | undefined)?.[name]
  if (!found) throw new Error(`The schema has no ${reference}`)
  return resolved(root, found)
}
