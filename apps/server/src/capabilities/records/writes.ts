import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { integer, optional, readMembers, requireObject, text } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readConsent } from '../../http/consent.ts'
import { readId, readIfMatch } from '../../http/ids.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { recordAnswer, sendRecord, type ObjectParams, type RecordParams } from './answers.ts'

const MAX_VERSION = 2 ** 31 - 1
const restoreBody = { version: optional(integer(1, MAX_VERSION)), at: optional(text), reason: optional(text) }

export function addWriteRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { records } = deps

  app.post<ObjectParams>('/api/records/:object', async (request, reply) => {
    const { object } = request.params
    const input = { object, values: requireObject(request.body) }
    const consent = readConsent(request)
    const { locale } = request
    return answerOnce(request, reply, deps, async (within) => {
      const record = await within.create(loggedCallerOf(request), input, consent)
      return recordAnswer(201, record, { locale, location: `/api/records/${object}/${record.id}` })
    })
  })

  app.patch<RecordParams>('/api/records/:object/:id', async (request, reply) => {
    const { object, id } = request.params
    const input = {
      object,
      id: readId(id),
      values: requireObject(request.body),
      expectedVersion: readIfMatch(request.headers['if-match']),
    }
    const record = await records.update(loggedCallerOf(request), input, readConsent(request))
    return sendRecord(reply, record)
  })

  app.delete<RecordParams>('/api/records/:object/:id', async (request, reply) => {
    const { object, id } = request.params
    const expectedVersion = readIfMatch(request.headers['if-match'])
    const input = { object, id: readId(id), expectedVersion }
    await records.remove(loggedCallerOf(request), input, readConsent(request))
    return reply.code(204).send()
  })

  app.post<{ Params: { object: string; id: string; name: string } }>(
    '/api/records/:object/:id/transitions/:name',
    async (request, reply) => {
      const { object, id, name } = request.params
      const input = {
        object,
        id: readId(id),
        transition: name,
        values: request.body === undefined ? {} : requireObject(request.body),
        expectedVersion: readIfMatch(request.headers['if-match']),
      }
      const consent = readConsent(request)
      const { locale } = request
      return answerOnce(request, reply, deps, async (within) =>
        recordAnswer(200, await within.transition(loggedCallerOf(request), input, consent), { locale }),
      )
    },
  )

  app.post<RecordParams>('/api/records/:object/:id/restore', async (request, reply) => {
    const address = { object: request.params.object, id: readId(request.params.id) }
    const { version, at, reason } = readMembers(request.body, restoreBody)
    const common = { ...address, reason, expectedVersion: readIfMatch(request.headers['if-match']) }
    const actor = loggedCallerOf(request)
    if (version !== undefined && at === undefined)
      return sendRecord(reply, await records.restore(actor, { ...common, version }))
    if (at !== undefined && version === undefined)
      return sendRecord(reply, await records.restore(actor, { ...common, at }))
    throw refuse('invalid_request', { reason: say('give either version or at', 'version 与 at 须二选一') })
  })
}
