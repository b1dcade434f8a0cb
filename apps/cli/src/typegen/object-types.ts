import type { Catalog } from '@fieldwork/metadata'
import { commonSchemas, objectSchemas } from '@fieldwork/server'
import { compile } from 'json-schema-to-typescript'

const banner = '// Written by `npx fieldwork typegen`: write it anew when definitions have changed.'

/** TypeScript with the types of every object: `Objects` has `record`, `create` and `update` for each by its name. */
export async function objectTypes(catalog: Catalog): Promise<string> {
  const objects = [...catalog.objects.values()]
  const schemas = Object.assign({}, ...objects.map((object) => objectSchemas(catalog, object, 'en'))) as Schemas
  const definitions = Object.entries({ ...commonSchemas, ...schemas }).map(([name, schema]) => [name, plain(schema)])
  const parts = objects.map(({ name }) => [name, partsOf(name)])
  const whole = {
    ...closed(Object.fromEntries(parts) as Schemas),
    $defs: Object.fromEntries(definitions) as Schemas,
  }
  return compile(whole as Parameters<typeof compile>[0], 'Objects', {
    bannerComment: banner,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
}

type JsonSchema = ReturnType<typeof objectSchemas>[string]
type Schemas = Record<string, JsonSchema>

const refTo = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })

const closed = (properties: Schemas): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
})

const partsOf = (name: string): JsonSchema =>
  closed({ record: refTo(name), create: refTo(`${name}_create`), update: refTo(`${name}_update`) })

/** What a type says of a value: titles would name types of their own, so they become its description. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const { title, $ref, properties, 'x-field': _field, default: _default, ...rest } = value as Record<string, unknown>
  const entries = Object.entries(rest).map(([key, entry]) => [key, plain(entry)])
  return {
    ...Object.fromEntries(entries),
    ...(typeof $ref === 'string' && { $ref: $ref.replace('#/components/schemas/', '#/$defs/') }),
    ...(typeof title === 'string' && rest.description === undefined && { description: title }),
    ...(typeof properties === 'object' && properties !== null && plainProperties(properties)),
  }
}

/** Whatever is not said to be there beside the properties is not. */
const plainProperties = (properties: object) => ({
  additionalProperties: false,
  properties: Object.fromEntries(Object.entries(properties).map(([key, entry]) => [key, plain(entry)])),
})
