import type { NewLoggedOperation } from '@fieldwork/database'
import type { FastifyRequest } from 'fastify'

/** Enough to tell sessions apart; too little to use one. */
const SESSION_CHARACTERS = 12

/** What the operation log tells of every request: who calls, from where, in which session. */
export function callOf(
  request: Pick<FastifyRequest, 'actor' | 'viewedBy' | 'credential' | 'ip'>,
): Pick<NewLoggedOperation, 'actor' | 'account' | 'address' | 'session'> {
  const { viewedBy, credential, ip } = request
  const actor = viewedBy ?? request.actor
  return {
    actor: actor?.id ?? null,
    account: actor?.username ?? null,
    address: ip,
    session: credential && `${credential.kind} ${credential.id.slice(0, SESSION_CHARACTERS)}`,
  }
}
