import type { Actor } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../capability.ts'
import { refuse } from '../errors.ts'
import { callOf } from '../operation-log/index.ts'
import { readId } from './ids.ts'

const READING = new Set(['GET', 'HEAD'])
const OWN = /^\/api\/(?:account|auth|tokens)(?:\/|$)/

/**
 * `X-View-As: <user id>`: an administrator looks with the eyes of another user. Whatever is read is read as by him; he
 * himself is who does it in the operation log. To be called when it is known who calls.
 */
export function addViewAs(app: FastifyInstance, deps: ServerDeps): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const asked = request.headers['x-view-as']
    if (asked === undefined || request.actor === null) return done()
    return changeEyes(request, String(asked), deps)
  })
}

async function changeEyes(request: FastifyRequest, id: string, { identity, operationLog }: ServerDeps): Promise<void> {
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
  operationLog.note({ ...callOf(request), action: 'view_as', outcome: 'done', object: 'user', record: viewed.id })
}
