import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import { readKind } from './definitions.ts'
import { inWords } from './publishing.ts'

const MAX_PAGE = 200
const HISTORY = new Set(['limit', 'before', 'from', 'to'] as const)

interface DocumentParams {
  Params: { kind: string; name: string }
}

/** What happened to one definition; with `from` and `to`, what differs between two revisions of it. */
export function addHistoryRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  const options = { config: { access: 'administrator', right: 'configuration' } } as const
  app.get<DocumentParams>('/api/metadata/:kind/:name/history', options, async (request) => {
    const document = { kind: readKind(request.params.kind, registry), name: request.params.name }
    const query = readQuery(request, HISTORY)
    const number = (name: 'before' | 'from' | 'to') =>
      readInteger(query[name], { name, least: 0, most: Number.MAX_SAFE_INTEGER })
    const [from, to] = [number('from'), number('to')]
    if (from !== undefined && to !== undefined) return registry.compare(document, { from, to })
    if (from !== undefined || to !== undefined) {
      const reason = say('a comparison needs both from and to', '对比需要同时提供 from 与 to')
      throw refuse('invalid_parameter', { name: from === undefined ? 'from' : 'to', reason })
    }
    const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
    const revisions = await registry.history(document, { limit, before: number('before') })
    if (revisions.length === 0 && number('before') === undefined) throw refuse('not_found', { name: document.name })
    return { data: revisions.map((revision) => inWords(revision, request.locale)) }
  })
}
