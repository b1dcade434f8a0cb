import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { readMembers, record } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import type { ObjectParams } from './answers.ts'

const nextNumbersBody = { values: record }

/** Shows in a form which number the record will probably get. */
export function addNextNumbersRoute(app: FastifyInstance, { records }: ServerDeps): void {
  app.post<ObjectParams>('/api/records/:object/next-numbers', async (request) => {
    const { values } = readMembers(request.body, nextNumbersBody)
    return { data: await records.nextNumbers(callerOf(request), { object: request.params.object, values }) }
  })
}
