import { listCalls, namesOfSecrets, storeSecrets } from '@fieldwork/automation'
import type { Capability } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { anyText, oneOf, optional, readMembers, textOrNull } from '../../http/body.ts'
import { readInteger, readQuery } from '../../http/query.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const QUERY = new Set(['limit', 'after'] as const)
const NONE: ReadonlySet<never> = new Set()
/** what is shown of an answer */
const MOST_CHARS = 20_000
const tryBody = {
  method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'),
  path: optional(anyText),
  body: optional(anyText),
}
const secretsBody = { secret: optional(textOrNull), signature: optional(textOrNull) }

interface Named {
  Params: { name: string }
}

/** Secrets of connections, which nobody reads again, and what was called by them. */
export const connections: Capability = {
  name: 'connections',
  register(app, { db, registry, sealer, automation }) {
    const deps = { db, sealer }
    const demand = (name: string) => {
      if (!registry.catalog().documents('connection').has(name)) throw refuse('not_found', { name })
      return name
    }

    app.get('/api/connections', ADMINISTRATOR, async (request) => {
      readQuery(request, NONE)
      const found = [...registry.catalog().documents('connection').values()]
      const names = found.map(({ name }) => name)
      const secrets = await namesOfSecrets(deps, names)
      return { data: found.map((definition) => ({ ...definition, secrets: secrets.get(definition.name) ?? [] })) }
    })

    app.put<Named>('/api/connections/:name/secrets', ADMINISTRATOR, async ({ params, body }, reply) => {
      await storeSecrets(deps, demand(params.name), readMembers(body, secretsBody))
      return reply.code(204).send()
    })

    app.post<Named>('/api/connections/:name/try', ADMINISTRATOR, async ({ params, body: given }) => {
      const { method, path = '', body } = readMembers(given, tryBody)
      const started = performance.now()
      const answer = await automation.connections.call(demand(params.name), {
        method,
        path,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      })
      return {
        status: answer.status,
        headers: answer.headers,
        body: answer.body.slice(0, MOST_CHARS),
        truncated: answer.body.length > MOST_CHARS,
        ms: Math.round(performance.now() - started),
      }
    })

    app.get<Named>('/api/connections/:name/calls', ADMINISTRATOR, async (request) => {
      const { limit, after } = readQuery(request, QUERY)
      const most = readInteger(limit, { name: 'limit', least: 1, most: 500 })
      if (after !== undefined && !/^\d{1,18}$/.test(after)) {
        throw refuse('invalid_parameter', {
          name: 'after',
          reason: say('expected what a page gave', '应为上一页返回的值'),
        })
      }
      return listCalls(db, {
        connection: demand(request.params.name),
        ...(after !== undefined && { after }),
        ...(most !== undefined && { limit: most }),
      })
    })
  },
}
