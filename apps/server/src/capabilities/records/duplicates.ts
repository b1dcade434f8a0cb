import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { optional, readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { resolveProblems } from '../../http/problem.ts'
import type { ObjectParams } from './answers.ts'

const duplicatesBody = { values: record, id: optional(text) }

/** Tells about duplicates while a form is being filled in. */
export function addDuplicatesRoute(app: FastifyInstance, { records }: ServerDeps): void {
  app.post<ObjectParams>('/api/records/:object/duplicates', async (request) => {
    const { values, id } = readMembers(request.body, duplicatesBody)
    const question = { object: request.params.object, values, id: id === undefined ? undefined : readId(id) }
    return { data: resolveProblems(await records.duplicates(callerOf(request), question), request.locale) }
  })
}
