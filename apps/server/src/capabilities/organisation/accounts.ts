import { waitingAccounts } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'
import { createPassword } from '../../identity/secrets.ts'
import { demandOthersAccount } from '../../organisation/guarded-accounts.ts'

const KEEPER = { config: { access: 'administrator', right: 'accounts' } } as const
const NO_QUERY: ReadonlySet<never> = new Set()

/**
 * Accounts that wait for roles, and a password that is shown this once and changed at the first log-in; for accounts that
 * employees got by themselves.
 */
export function addAccountRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { db, identity, registry } = deps
  app.get('/api/users/waiting', KEEPER, async (request) => {
    readQuery(request, NO_QUERY)
    return { data: await waitingAccounts(db, registry.catalog()) }
  })

  app.post<{ Params: { id: string } }>('/api/users/:id/one-time-password', KEEPER, async (request, reply) => {
    const id = readId(request.params.id)
    await demandOthersAccount(deps, callerOf(request), { id, roles: [] })
    const password = createPassword()
    const change = { password, must_change_password: true }
    const { username } = await identity.users.change(id, change, callerOf(request).id)
    return reply.header('cache-control', 'no-store').send({ username, password })
  })
}
