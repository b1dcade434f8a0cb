import type { Json } from '@fieldwork/fields'
import type { Catalog, CompiledObject, Operation } from '@fieldwork/metadata'
import type { Locale } from '../../http/locale.ts'
import { objectOperations } from './object-operations.ts'
import { problemResponse, viewAsParameter, writePaths, type OperationSpec } from './operations.ts'
import { platformOperations } from './platform-operations.ts'
import { commonSchemas, objectSchemas } from './schemas.ts'

export interface DocumentInput {
  catalog: Catalog
  locale: Locale
  title: string
  /** what the caller may do with an object */
  rightsOn(object: CompiledObject): ReadonlySet<Operation>
  /** what plugins add */
  added: readonly OperationSpec[]
}

/** The API of this workspace for one caller, as OpenAPI 3.1. */
export function buildDocument(input: DocumentInput): Record<string, Json> {
  const { catalog, locale, title } = input
  const objects = readableObjects(input)
  const schemas = objects.map((object) => objectSchemas(catalog, object, locale))
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title,
      version: String(catalog.revision),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [], csrf: [] }],
    tags: tagsOf(listOperations(input)),
    paths: writePaths(listOperations(input), locale),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'POST /api/tokens makes one' },
        session: { type: 'apiKey', in: 'cookie', name: 'fieldwork_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'Unsafe methods of cookie sessions' },
      },
      parameters: { ViewAs: viewAsParameter },
      responses: { Problem: problemResponse },
      schemas: Object.assign({}, commonSchemas, ...schemas),
    },
  }
}

/** Every operation that the caller can reach, the objects' ones first. */
export function listOperations(input: DocumentInput): OperationSpec[] {
  const ofObjects = readableObjects(input).flatMap((object) => objectOperations(object, input.rightsOn(object)))
  return [...ofObjects, ...platformOperations, ...input.added]
}

function readableObjects({ catalog, rightsOn }: DocumentInput): CompiledObject[] {
  return [...catalog.objects.values()].filter((object) => rightsOn(object).has('read'))
}

function tagsOf(operations: readonly OperationSpec[]): Json[] {
  return [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name }))
}
