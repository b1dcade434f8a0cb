import type { FastifyInstance } from 'fastify'
import type { ShareTarget } from '@fieldwork/records'
import { isId } from '@fieldwork/database'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { jsonAnswer } from '../../http/answer.ts'
import { identifiers, level, optional, readMembers, record, text } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { readId } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'

interface RecordParams {
  Params: { object: string; id: string }
}

const shareBody = { to: record, level, until: optional(text) }
const membersBody = { add: optional(identifiers), remove: optional(identifiers), level: optional(level) }
const NO_QUERY: ReadonlySet<never> = new Set()

export function addShareRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get<RecordParams>('/api/records/:object/:id/access', async (request) => {
    readQuery(request, NO_QUERY)
    return deps.records.grants(loggedCallerOf(request), addressOf(request.params))
  })

  app.post<RecordParams>('/api/records/:object/:id/share', async (request, reply) => {
    return answerOnce(request, reply, deps, async (records) => {
      const { to, level: granted, until = null } = readMembers(request.body, shareBody)
      const input = { ...addressOf(request.params), to: readTarget(to), level: granted, until }
      return jsonAnswer(201, JSON.stringify(await records.share(loggedCallerOf(request), input)))
    })
  })

  app.delete<{ Params: { object: string; id: string; share: string } }>(
    '/api/records/:object/:id/share/:share',
    async (request, reply) => {
      const { share, ...params } = request.params
      await deps.records.unshare(loggedCallerOf(request), { ...addressOf(params), share: readId(share) })
      return reply.code(204).send()
    },
  )

  app.post<RecordParams>('/api/records/:object/:id/members', async (request, reply) => {
    const { add = [], remove = [], level: granted = 'edit' } = readMembers(request.body, membersBody)
    const input = { ...addressOf(request.params), add: lower(add), remove: lower(remove), level: granted }
    return answerOnce(request, reply, deps, async (records) =>
      jsonAnswer(200, JSON.stringify(await records.changeMembers(loggedCallerOf(request), input))),
    )
  })
}

const lower = (ids: readonly string[]): string[] => ids.map((id) => id.toLowerCase())

const addressOf = ({ object, id }: { object: string; id: string }) => ({ object, id: readId(id) })

const EXPECTED = say(
  'give one of user, department (their ids) and role (its name)',
  '请给出 user、department（ID）或 role（名称）其中之一',
)

/** @throws validation_failed unless it names exactly one */
function readTarget(to: Record<string, unknown>): ShareTarget {
  const [[kind, value] = [], ...more] = Object.entries(to).filter(([, given]) => given !== null)
  const isGood =
    more.length === 0 &&
    typeof value === 'string' &&
    (kind === 'role' ? value !== '' : (kind === 'user' || kind === 'department') && isId(value))
  if (!isGood || kind === undefined)
    throw refuse('validation_failed', {}, [{ pointer: '/to', code: 'type', message: EXPECTED }])
  return { [kind]: kind === 'role' ? value : (value as string).toLowerCase() }
}
