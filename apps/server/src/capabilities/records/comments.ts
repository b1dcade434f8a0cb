import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { jsonAnswer } from '../../http/answer.ts'
import { readMembers, text } from '../../http/body.ts'
import { callerOf, loggedCallerOf } from '../../http/caller.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'

interface RecordParams {
  Params: { object: string; id: string }
}

const MAX_PAGE = 500
const QUERY = new Set(['limit', 'after'] as const)

/** What people say of a record. */
export function addCommentRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get<RecordParams>('/api/records/:object/:id/comments', (request) => {
    const { limit: given, after } = readQuery(request, QUERY)
    const limit = readInteger(given, { name: 'limit', least: 1, most: MAX_PAGE })
    const { object, id } = request.params
    return deps.records.comments(callerOf(request), {
      object,
      id: readId(id),
      ...(limit !== undefined && { limit }),
      ...(after !== undefined && { after }),
    })
  })

  app.post<RecordParams>('/api/records/:object/:id/comments', (request, reply) =>
    answerOnce(request, reply, deps, async (records) => {
      const { object, id } = request.params
      const { text: said } = readMembers(request.body, { text })
      const made = await records.comment(loggedCallerOf(request), { object, id: readId(id), text: said })
      return jsonAnswer(201, JSON.stringify(made))
    }),
  )
}
