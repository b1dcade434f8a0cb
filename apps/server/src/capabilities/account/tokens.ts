import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { flag, integer, optional, readMembers, text, texts } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'

const DEFAULT_TOKEN_DAYS = 90
const MAX_TOKEN_DAYS = 3650

const tokenBody = {
  name: text,
  expires_in_days: optional(integer(1, MAX_TOKEN_DAYS)),
  read_only: optional(flag),
  objects: optional(texts),
}

/** Tokens with which programs call the API in the caller's name, perhaps limited to reading or to some objects. */
export function addTokenRoutes(app: FastifyInstance, { identity, records }: ServerDeps): void {
  const account = { config: { isAccount: true } } as const
  app.post('/api/tokens', account, async (request, reply) => {
    const body = readMembers(request.body, tokenBody)
    const { name, expires_in_days: days = DEFAULT_TOKEN_DAYS, read_only: readOnly = false, objects = null } = body
    const caller = callerOf(request)
    const rights = records.rights(caller)
    demandObjects(objects ?? [], (object) => Object.hasOwn(rights, object))
    const token = await identity.tokens.create(caller.id, { name, days, readOnly, objects })
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send({ name, read_only: readOnly, objects, ...token })
  })
  app.get('/api/tokens', async (request) => ({ data: await identity.tokens.list(callerOf(request).id) }))
  app.delete<{ Params: { id: string } }>('/api/tokens/:id', account, async (request, reply) => {
    await identity.tokens.revoke(callerOf(request).id, readId(request.params.id))
    return reply.code(204).send()
  })
}

function demandObjects(objects: readonly string[], exists: (object: string) => boolean): void {
  const problems = objects.flatMap((object, index) =>
    exists(object)
      ? []
      : [{ pointer: `/objects/${index}`, code: 'unknown_object', message: say('No such object', '没有此对象') }],
  )
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
}
