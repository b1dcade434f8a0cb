import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'

interface RecordParams {
  Params: { object: string; id: string }
}

const LOG_QUERY: ReadonlySet<'after' | 'limit'> = new Set(['after', 'limit'])
const NO_QUERY: ReadonlySet<never> = new Set()

/** What workflows can do with a record, and what they did. */
export function addRecordRoutes(app: FastifyInstance, { records, automation }: ServerDeps): void {
  app.get<RecordParams>('/api/records/:object/:id/workflows', async (request) => {
    readQuery(request, NO_QUERY)
    const { object, id } = request.params
    return { data: await automation.workflows.buttons(loggedCallerOf(request), { object, id: readId(id) }) }
  })

  app.get<RecordParams>('/api/records/:object/:id/automation', async (request) => {
    const { after, limit } = readQuery(request, LOG_QUERY)
    const { object } = request.params
    const id = readId(request.params.id)
    const { json } = await records.get(loggedCallerOf(request), { object, id })
    const log = await automation.workflows.log({
      id,
      after: after === undefined ? undefined : readId(after),
      limit: readInteger(limit, { name: 'limit', least: 1, most: 200 }) ?? 50,
    })
    return { ...log, data: log.data.map((entry) => withShownFields(entry, JSON.parse(json) as object)) }
  })
}

/** Of the fields that a run has written only those that the caller may see. */
const withShownFields = <Entry extends { writes: readonly { fields: readonly string[] }[] }>(
  entry: Entry,
  shown: object,
): Entry => ({
  ...entry,
  writes: entry.writes.map((write) => ({
    ...write,
    fields: write.fields.filter((name) => Object.hasOwn(shown, name)),
  })),
})
