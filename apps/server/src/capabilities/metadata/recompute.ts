import { getTask, nudgeTasks, recomputeRollUp } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { describeTask } from './tasks.ts'

const recomputeBody = { object: text, field: text }

/** Makes a roll-up anew from the records there are, e.g. after rows were changed past the platform. */
export function addRecomputeRoute(app: FastifyInstance, { db, registry }: ServerDeps): void {
  app.post(
    '/api/metadata/recompute',
    { config: { access: 'administrator', right: 'configuration' } },
    async (request, reply) => {
      const { object, field } = readMembers(request.body, recomputeBody)
      const actor = callerOf(request).id
      const id = await recomputeRollUp(db, await registry.refresh(), { object, field, actor })
      nudgeTasks(db)
      return reply.status(202).send(describeTask(await getTask(db, id), request.locale))
    },
  )
}
