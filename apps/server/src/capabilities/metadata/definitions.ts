import { isKind, schemaOf, type Catalog, type Kind } from '@fieldwork/metadata'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { readQuery } from '../../http/query.ts'

interface KindParams {
  Params: { kind: string }
}

interface DocumentParams {
  Params: { kind: string; name: string }
}

const ADMINISTRATOR = { config: { access: 'administrator', right: 'configuration' } } as const
const LAYER = new Set(['layer'] as const)

/** Definitions as they are: of every object and role, and so for administrators; forms have what their caller may know. */
export function addDefinitionRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  app.get<KindParams>('/api/metadata/schemas/:kind', async (request, reply) => {
    return reply
      .type('application/schema+json; charset=utf-8')
      .send(JSON.stringify(schemaOf(readKind(request.params.kind, registry), registry.catalog().extensions)))
  })

  app.get<KindParams>('/api/metadata/:kind', ADMINISTRATOR, async (request) => {
    const kind = readKind(request.params.kind, registry)
    const { layer } = readQuery(request, LAYER)
    const catalog = registry.catalog()
    const names = [...catalog.documents(kind).keys()]
    const layers = Object.fromEntries(names.map((name) => [name, catalog.layersOf(kind, name)]))
    const wanted = layer === undefined ? names : names.filter((name) => layers[name]?.includes(layer))
    return { data: wanted.map((name) => registry.document(kind, name, layer)), layers }
  })

  app.get<DocumentParams>('/api/metadata/:kind/:name', ADMINISTRATOR, async (request) => {
    const { layer } = readQuery(request, LAYER)
    return registry.document(readKind(request.params.kind, registry), request.params.name, layer)
  })
}

/** Throws not_found. */
export function readKind(text: string, registry: { catalog(): Pick<Catalog, 'extensions'> }): Kind {
  if (!isKind(text, registry.catalog().extensions)) throw refuse('not_found', { name: text })
  return text
}
