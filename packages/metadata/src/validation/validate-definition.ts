import type { JsonSchema } from '@fieldwork/fields'
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js'
import type { Definition, Kind } from '../catalog.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { writtenSchema } from '../schemas/kind-schemas.ts'
import { createAjv } from './ajv.ts'
import { reportErrors } from './report-errors.ts'
import { checkProperties } from './validate-property.ts'

const validators = new Map<Kind, ValidateFunction>()
let ajv: Ajv2020 | undefined

/** What the kind's JSON Schema finds wrong with a definition, in people's words. */
export function validateDefinition(kind: Kind, definition: Definition): DefinitionProblem[] {
  const sink = problemSink(kind, definition.name)
  const validate = validatorOf(kind)
  if (!validate(definition)) reportErrors(sink, '', validate.errors ?? [])
  if (kind === 'object') checkProperties(sink, definition.properties)
  return sink.problems
}

function validatorOf(kind: Kind): ValidateFunction {
  const known = validators.get(kind)
  if (known) return known
  ajv ??= createAjv({ discriminator: true })
  const validate = ajv.compile(kind === 'object' ? withoutProperties(writtenSchema(kind)) : writtenSchema(kind))
  validators.set(kind, validate)
  return validate
}

/** Properties are checked one by one against their own type, which tells more and costs less than one big choice. */
function withoutProperties(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Record<string, JsonSchema>
  const open = { ...properties.properties, additionalProperties: true }
  return { ...schema, properties: { ...properties, properties: open } }
}
