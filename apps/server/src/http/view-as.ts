import type { Actor } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../capability.ts'
import { refuse } from '../errors.ts'
import { callOf, createViewings } from '../operation-log/index.ts'
import type { Viewings } from '../operation-log/index.ts'
import { identifier, readMembers } from './body.ts'
import { readId } from './ids.ts'

const READING = new Set(['GET', 'HEAD'])
const OWN = /^\/api\/(?:account|auth|tokens)(?:\/|$)/

/**
 * `X-View-As: <user id>`: an administrator looks with the eyes of another user. Whatever is read is read as by him; he
 * himself is who does it in the operation log, which tells since when and until when. To be called when it is known who
 * calls.
 */
export function addViewAs(app: FastifyInstance, deps: ServerDeps): void {
  const viewings = createViewings(deps.operationLog, (error) =>
    app.log.error({ error }, 'a viewing was not written down'),
  )
  app.addHook('onRequest', (request, _reply, done) => {
    const asked = request.headers['x-view-as']
    // whoever has not finished logging in is nobody yet, and what is public is the same for everybody
    if (asked === undefined || request.actor === null || request.routeOptions.config.access === 'public') return done()
    return changeEyes(request, String(asked), { ...deps, viewings })
  })
  app.addHook('onClose', () => viewings.close())
  app.post('/api/view-as/end', { config: { access: 'administrator' } }, async (request, reply) => {
    const { user } = readMembers(request.body, { user: identifier })
    await viewings.end({ call: callOf(request), viewed: user })
    return reply.code(204).send()
  })
}

async function changeEyes(
  request: FastifyRequest,
  id: string,
  { identity, viewings }: ServerDeps & { viewings: Viewings },
): Promise<void> {
  const caller = request.actor as Actor
  if (!caller.administrator) throw refuse('forbidden')
  if (!READING.has(request.method)) throw refuse('view_as_reads_only')
  const viewed = await identity.actorOf(readId(id), request.locale)
  if (!viewed) throw refuse('not_found', { name: id })
  const { url = '', config } = request.routeOptions
  // what is for administrators stays theirs, and a person's own account is nobody else's to see
  if (OWN.test(url) || (config.access === 'administrator' && !viewed.administrator)) throw refuse('forbidden')
  request.viewedBy = caller
  request.actor = { ...viewed, scope: caller.scope }
  await viewings.see({ call: callOf(request), viewed: viewed.id })
}
