import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { flag, optional, readMembers, text } from '../../http/body.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const body = { object: text, field: text, confirm: optional(flag) }

/** What removed fields left behind, and how to get rid of it for good. */
export function addPurgeRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  app.get('/api/metadata/kept', { config: { ...ADMINISTRATOR.config, right: 'configuration' } }, async () => ({
    data: await registry.kept(),
  }))

  app.post('/api/metadata/purge', ADMINISTRATOR, (request) => {
    const { confirm = false, ...rest } = readMembers(request.body, body)
    return registry.purge({ ...rest, confirm })
  })
}
