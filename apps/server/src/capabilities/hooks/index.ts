import { listHookCalls } from '@fieldwork/automation'
import type { FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { readMembers, textOrNull } from '../../http/body.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import { createSealedSettings } from '../../plugins/settings-store.ts'
import { addCallRoute } from './call-route.ts'
import { hookSettings } from './hook-settings.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const QUERY = new Set(['limit', 'after'] as const)
const NONE: ReadonlySet<never> = new Set()
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

type Named = FastifyRequest<{ Params: { name: string } }>

/** Addresses of workflows that other systems call, their secrets, which nobody reads again, and their calls. */
export const hooks: Capability = {
  name: 'hooks',
  register(app, deps) {
    const sealed = createSealedSettings(deps.sealer)
    addCallRoute(app, deps, sealed)

    app.get('/api/hooks', ADMINISTRATOR, async (request) => {
      readQuery(request, NONE)
      const found = deps.automation.workflows.hooks().map(async ({ name, label, object, trigger }) => {
        const { secrets } = await sealed.show(deps.db, hookSettings(name))
        const { auth, payload, record } = trigger
        return { name, label, object, auth, payload, record, path: `/api/hooks/${name}`, secrets }
      })
      return { data: await Promise.all(found) }
    })

    app.put('/api/hooks/:name/secrets', ADMINISTRATOR, async ({ params, body }: Named, reply) => {
      const { secret } = readMembers(body, { secret: textOrNull })
      await deps.db.transaction((tx) => sealed.store(tx, hookSettings(demand(params.name, deps)), { secret }))
      return reply.code(204).send()
    })

    app.get('/api/hooks/:name/calls', ADMINISTRATOR, async (request: Named) => {
      const { limit, after } = readQuery(request, QUERY)
      if (after !== undefined && !/^\d{1,18}$/.test(after)) {
        const reason = say('expected what a page gave', '应为上一页返回的值')
        throw refuse('invalid_parameter', { name: 'after', reason })
      }
      return listHookCalls(deps.db, {
        hook: demand(request.params.name, deps),
        after,
        limit: readInteger(limit, { name: 'limit', least: 1, most: MAX_LIMIT }) ?? DEFAULT_LIMIT,
      })
    })
  },
}

function demand(name: string, { automation }: ServerDeps): string {
  if (!automation.workflows.hook(name)) throw refuse('not_found', { name })
  return name
}
