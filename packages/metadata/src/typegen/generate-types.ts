import { compile } from 'json-schema-to-typescript'
import type { JSONSchema } from 'json-schema-to-typescript'
import type { JsonSchema } from '@fieldwork/fields'
import type { OwnKind } from '../catalog.ts'
import { anyPropertySchema } from '../schemas/property-schema.ts'
import { writtenSchema } from '../schemas/kind-schemas.ts'

/** A file that is made from the schemas; `path` is relative to the package. */
export interface GeneratedFile {
  path: string
  content: string
}

const banner = '// Generated from schemas/ by `npm run typegen`: change the schema instead.'

/** The TypeScript types of what an author writes for a kind of definition. */
export async function generateTypes(kind: OwnKind): Promise<GeneratedFile> {
  const isObject = kind === 'object'
  const imports = isObject ? `\n\nimport type { Property } from '@fieldwork/fields'` : ''
  const written = isObject ? withPropertyType(writtenSchema(kind)) : writtenSchema(kind)
  const schema = withoutIdentity({ ...written, $defs: plainChoices(written.$defs as Record<string, JsonSchema>) })
  const content = await compile(schema as JSONSchema, documentName(kind), {
    bannerComment: banner + imports,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
  return { path: `src/generated/${kind}.ts`, content }
}

/** The schema of properties, made from the registry of field types, for editors that read the schema files. */
export function generatePropertySchema(): GeneratedFile {
  return {
    path: 'schemas/generated/property.schema.json',
    content: `${JSON.stringify(anyPropertySchema(), null, 2)}\n`,
  }
}

const documentName = (kind: OwnKind): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Document`

/** Types are named for the document, not for its title, and no file is looked up by `$id`. */
function withoutIdentity({ $id: _id, $schema: _schema, title: _title, ...schema }: JsonSchema): JsonSchema {
  return schema
}

/** A choice by `type` is the union of its branches and nothing else. */
function plainChoices(definitions: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const plain = Object.entries(definitions).map(([name, schema]) => {
    const { description, oneOf, discriminator } = schema
    return [name, discriminator && oneOf && description ? { description, oneOf } : schema]
  })
  return Object.fromEntries(plain) as Record<string, JsonSchema>
}

function withPropertyType(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Record<string, JsonSchema>
  const typed = { ...properties.properties, additionalProperties: { tsType: 'Property' } }
  return { ...schema, properties: { ...properties, properties: typed } }
}
