import type { Actor } from '@fieldwork/records'
import type { FastifyRequest } from 'fastify'
import { refuse } from '../errors.ts'

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Actor {
  if (!request.actor) throw refuse('unauthenticated')
  return request.actor
}
