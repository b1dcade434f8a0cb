import type { Capability } from '../../capability.ts'
import { callerOf, loggedCallerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import { callOf } from '../../operation-log/index.ts'
import { sendJson, sendRecord, type RecordParams } from '../records/answers.ts'
import { purgeLogged } from './purging.ts'

const MAX_PAGE = 500
const LIST = new Set(['object', 'limit', 'after'] as const)

/** Deleted records, until they are purged. */
export const recycleBin: Capability = {
  name: 'recycle-bin',
  register(app, { records }) {
    app.get('/api/recycle-bin', async (request, reply) => {
      const { object, after, ...query } = readQuery(request, LIST)
      const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
      return sendJson(reply, await records.recycleBin(callerOf(request), { object, limit, after }))
    })

    app.delete<RecordParams>('/api/recycle-bin/:object/:id', async (request, reply) => {
      const { object, id } = request.params
      await purgeLogged(records, callerOf(request), { object, id: readId(id), call: callOf(request) })
      return reply.code(204).send()
    })

    app.post<RecordParams>('/api/recycle-bin/:object/:id/restore', async (request, reply) => {
      const { object, id } = request.params
      return sendRecord(reply, await records.undelete(loggedCallerOf(request), { object, id: readId(id) }))
    })
  },
}
