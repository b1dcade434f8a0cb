import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { flag, identifier, identifiers, optional, readMembers, text, texts } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { beginHandOver, handOverOverdue, holderOf, superiorUserOf } from '../../organisation/hand-over.ts'
import { handOverOf } from '../../organisation/hand-over-task.ts'
import { describeTask } from '../metadata/tasks.ts'

interface IdParams {
  Params: { id: string }
}

const handOverBody = {
  to: identifier,
  objects: optional(texts),
  ids: optional(identifiers),
  reason: optional(text),
}
const overdueBody = { dry_run: optional(flag) }

/** What a person owns goes to another, with the rights of who asks for it. */
export function addHandOverRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { db, registry, records } = deps
  const parts = { db, registry, records, timeZone: deps.config.timeZone }

  app.get<IdParams>('/api/users/:id/holdings', async (request) => {
    const actor = callerOf(request)
    const holder = await holderOf(db, readId(request.params.id))
    const holdings = await records.holdings(actor, holder.user)
    const { objects } = registry.catalog()
    const data = holdings.map((holding) => ({
      ...holding,
      label: objects.get(holding.object)?.label[request.locale] ?? holding.object,
    }))
    return { ...holder, successor: await superiorUserOf(parts, holder), data }
  })

  app.post<IdParams>('/api/users/:id/hand-over', async (request, reply) => {
    const { to, objects = null, ids = null, reason = null } = readMembers(request.body, handOverBody)
    const chosen = ids && [...new Set(ids.map((id) => id.toLowerCase()))]
    const from = readId(request.params.id)
    const actor = callerOf(request).id
    const id = await beginHandOver(parts, { from, to: to.toLowerCase(), objects, ids: chosen, reason, actor })
    return reply.code(202).header('location', `/api/hand-overs/${id}`).send({ id })
  })

  app.get<IdParams>('/api/hand-overs/:id', async (request) =>
    describeTask(await handOverOf(db, callerOf(request), readId(request.params.id)), request.locale),
  )

  app.post('/api/hand-overs/overdue', { config: { access: 'administrator' } }, async (request) => {
    const { dry_run: isQuestion = false } = readMembers(request.body ?? {}, overdueBody)
    return { data: await handOverOverdue(parts, { actor: callerOf(request).id, isQuestion }) }
  })
}
