import { waitingAccounts } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'
import { createPassword } from '../../identity/secrets.ts'

const NO_QUERY: ReadonlySet<never> = new Set()

/**
 * Accounts that wait for roles, and a password that is shown this once and changed at the first log-in; for accounts that
 * employees got by themselves.
 */
export function addAccountRoutes(app: FastifyInstance, { db, identity, registry }: ServerDeps): void {
  app.get('/api/users/waiting', { config: { access: 'administrator' } }, async (request) => {
    readQuery(request, NO_QUERY)
    return { data: await waitingAccounts(db, registry.catalog()) }
  })

  app.post<{ Params: { id: string } }>(
    '/api/users/:id/one-time-password',
    { config: { access: 'administrator' } },
    async (request, reply) => {
      const password = createPassword()
      const change = { password, must_change_password: true }
      const { username } = await identity.users.change(readId(request.params.id), change, callerOf(request).id)
      return reply.header('cache-control', 'no-store').send({ username, password })
    },
  )
}
