import type { Actor } from '@fieldwork/records'
import type { FastifyRequest } from 'fastify'
import { refuse } from '../errors.ts'
import { callOf } from '../operation-log/index.ts'

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Actor {
  if (!request.actor) throw refuse('unauthenticated')
  return request.actor
}

/** The same with from where he calls: what he does writes lines of the operation log itself. */
export function loggedCallerOf(request: FastifyRequest): Actor {
  const { address = null, session = null, account = null } = callOf(request)
  return { ...callerOf(request), call: { address, session, account } }
}
