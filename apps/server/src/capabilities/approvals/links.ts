import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { oneOf, optional, readMembers, text } from '../../http/body.ts'

const URL = '/api/approvals/links/:token'
const PUBLIC = { config: { access: 'public' as const, rateLimit: { max: 30, timeWindow: '1 minute' } } }

type OfLink = { Params: { token: string } }

/** One decision without logging in, by a link from a mail: looking at it decides nothing. */
export function addLinkRoutes(app: FastifyInstance, { approvals }: ServerDeps): void {
  app.get<OfLink>(URL, PUBLIC, async (request) => approvals.readLink(request.params.token))

  app.post<OfLink>(URL, PUBLIC, async (request) => {
    const shape = { opinion: oneOf('agree', 'disagree', 'advise'), comment: optional(text) }
    const { opinion, comment = null } = readMembers(request.body, shape)
    await approvals.decideByLink(request.params.token, { opinion, comment })
    return { done: true }
  })
}
