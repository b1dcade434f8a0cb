import type { JsonSchema } from '@fieldwork/fields'
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js'
import type { Definition, Kind, OwnKind } from '../catalog.ts'
import { noExtensions } from '../extensions.ts'
import type { Extensions } from '../extensions.ts'
import { isPluginKind, schemaOfPluginKind } from '../plugin-kinds.ts'
import type { KindDescriptor } from '../plugin-kinds.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { writtenSchema } from '../schemas/kind-schemas.ts'
import { createAjv } from './ajv.ts'
import { reportErrors } from './report-errors.ts'
import { checkProperties } from './validate-property.ts'
import { addFormKeywords } from './value-checker.ts'

const validators = new Map<OwnKind, ValidateFunction>()
const pluginValidators = new WeakMap<KindDescriptor, ValidateFunction>()
let ajv: Ajv2020 | undefined

/** What the kind's JSON Schema finds wrong with a definition, in people's words; a kind that is not known says nothing. */
export function validateDefinition(
  kind: Kind,
  definition: Definition,
  extensions: Extensions = noExtensions,
): DefinitionProblem[] {
  const sink = problemSink(kind, definition.name)
  const validate = isPluginKind(kind) ? pluginValidatorOf(extensions.kinds?.get(kind)) : validatorOf(kind)
  if (!validate) return []
  if (!validate(definition)) reportErrors(sink, '', validate.errors ?? [])
  if (kind === 'object') checkProperties(sink, definition.properties)
  return sink.problems
}

function pluginValidatorOf(kind: KindDescriptor | undefined): ValidateFunction | null {
  if (!kind) return null
  const validate = pluginValidators.get(kind) ?? formAjv().compile(schemaOfPluginKind(kind))
  pluginValidators.set(kind, validate)
  return validate
}

function formAjv(): Ajv2020 {
  const own = createAjv({ discriminator: true })
  addFormKeywords(own)
  return own
}

function validatorOf(kind: OwnKind): ValidateFunction {
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
