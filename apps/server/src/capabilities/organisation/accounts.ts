import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { createPassword } from '../../identity/secrets.ts'

/** A password that is shown this once; for accounts that employees got by themselves. */
export function addAccountRoutes(app: FastifyInstance, { identity }: ServerDeps): void {
  app.post<{ Params: { id: string } }>(
    '/api/users/:id/one-time-password',
    { config: { access: 'administrator' } },
    async (request, reply) => {
      const password = createPassword()
      const { username } = await identity.users.change(readId(request.params.id), { password }, callerOf(request).id)
      return reply.header('cache-control', 'no-store').send({ username, password })
    },
  )
}
