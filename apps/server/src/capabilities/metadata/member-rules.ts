import { getTask, nudgeTasks, recomputeMembers } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { describeTask } from './tasks.ts'

const previewBody = { rule: record }
const recomputeBody = { rule: text }

/** What a rule that adds members would do, and doing it anew. */
export function addMemberRuleRoutes(app: FastifyInstance, { db, records, registry }: ServerDeps): void {
  app.post(
    '/api/metadata/member-rules/preview',
    { config: { access: 'administrator', right: 'configuration' } },
    async (request) => {
      const { rule } = readMembers(request.body, previewBody)
      return records.memberRulePreview(callerOf(request), rule)
    },
  )

  app.post(
    '/api/metadata/member-rules/recompute',
    { config: { access: 'administrator', right: 'configuration' } },
    async (request, reply) => {
      const { rule } = readMembers(request.body, recomputeBody)
      const id = await recomputeMembers(db, await registry.refresh(), { rule, actor: callerOf(request).id })
      nudgeTasks(db)
      return reply.status(202).send(describeTask(await getTask(db, id), request.locale))
    },
  )
}
