import type { Capability, ServerDeps } from '../../capability.ts'
import type { FastifyRequest } from 'fastify'
import { operationsOfPlugins } from './plugin-operations.ts'
import { buildDocument, type DocumentInput } from './document.ts'

const MAX_DOCUMENTS = 50

/** The machine-readable description of this workspace's API. */
export const openapi: Capability = {
  name: 'openapi',
  register(app, deps) {
    const documentOf = createDocuments(deps)
    app.get('/api/openapi.json', { config: { access: 'public' } }, (request, reply) =>
      reply.type('application/json; charset=utf-8').send(documentOf(request)),
    )
  },
}

/** What the document is made from; strangers see no objects. */
export function documentInput(
  request: FastifyRequest,
  { registry, records, config, plugins }: ServerDeps,
): DocumentInput {
  const { actor, locale } = request
  const catalog = actor ? records.knownCatalog(actor).catalog : registry.catalog()
  const rights = actor ? records.rights(actor) : {}
  return {
    catalog,
    locale,
    title: `${config.workspaceName} API`,
    rightsOn: (object) => new Set(rights[object.name]),
    added: actor ? operationsOfPlugins(registry.catalog(), plugins) : [],
  }
}

/** Documents by revision, language and rights, the JSON text ready to send. */
function createDocuments(deps: ServerDeps): (request: FastifyRequest) => string {
  const documents = new Map<string, string>()
  return (request) => {
    const { revision } = deps.registry.catalog()
    const rights = request.actor ? deps.records.knownCatalog(request.actor).key : '-'
    const key = [revision, request.locale, rights].join('|')
    const known = documents.get(key)
    if (known !== undefined) return known
    if (documents.size >= MAX_DOCUMENTS) documents.clear()
    const text = JSON.stringify(buildDocument(documentInput(request, deps)))
    documents.set(key, text)
    return text
  }
}
