import type { Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { isKnownVersion, readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery, splitList } from '../../http/query.ts'
import { refuse, say } from '../../errors.ts'
import { sendJson, sendPage, sendRecord, withMember, type ObjectParams, type RecordParams } from './answers.ts'

const MAX_PAGE = 500
const MAX_GROUPS = 10_000

const MEASURES_MISSING = say('required, e.g. count()', '必填，例如 count()')
const COUNT_MODES = ['none', 'estimated', 'exact'] as const
const LIST = new Set(['filter', 'q', 'fields', 'sort', 'limit', 'after', 'count', 'expand'] as const)
const TREE = new Set([...LIST, 'parent'] as const)
const GET = new Set(['fields', 'expand', 'rights'] as const)
const AGGREGATE = new Set(['measures', 'group', 'filter', 'q', 'sort', 'limit'] as const)
const HISTORY = new Set(['limit', 'after', 'lines', 'collections'] as const)
const YES_OR_NO = ['true', 'false'] as const

export function addReadRoutes(app: FastifyInstance, { records }: ServerDeps): void {
  app.get<ObjectParams>('/api/records/:object', async (request, reply) => {
    const json = await records.list(callerOf(request), listInput(request, readQuery(request, LIST)))
    return sendPage(reply, json)
  })

  app.get<ObjectParams>('/api/records/:object/tree', async (request, reply) => {
    const { parent, ...query } = readQuery(request, TREE)
    const tree = { parent: parent === undefined ? null : readId(parent) }
    return sendPage(reply, await records.list(callerOf(request), { ...listInput(request, query), tree }))
  })

  app.get<RecordParams>('/api/records/:object/:id', async (request, reply) => {
    const { fields, expand, rights } = readQuery(request, GET)
    const { object, id } = request.params
    const withRights = readChoice(rights, { name: 'rights', choices: YES_OR_NO }) === 'true'
    const record = await records.get(callerOf(request), {
      object,
      id: readId(id),
      fields: fields === undefined ? undefined : splitList(fields),
      expand,
    })
    // rights change without the version
    if (withRights) {
      const unwritable = await records.unwritable(callerOf(request), { object, id: record.id })
      return sendRecord(reply, withMember(record, '_unwritable', unwritable))
    }
    if (!isKnownVersion(request.headers['if-none-match'], record.version)) return sendRecord(reply, record)
    return reply.header('etag', `"${record.version}"`).code(304).send()
  })

  app.get<ObjectParams>('/api/records/:object/aggregate', async (request, reply) => {
    const query = readQuery(request, AGGREGATE)
    if (!query.measures) throw refuse('invalid_parameter', { name: 'measures', reason: MEASURES_MISSING })
    const json = await records.aggregate(callerOf(request), {
      object: request.params.object,
      measures: splitList(query.measures),
      group: query.group === undefined ? undefined : splitList(query.group),
      filter: query.filter,
      q: query.q,
      sort: query.sort,
      limit: readInteger(query.limit, { name: 'limit', least: 1, most: MAX_GROUPS }),
    })
    return sendJson(reply, json)
  })

  app.get<RecordParams>('/api/records/:object/:id/history', (request) => {
    const query = readQuery(request, HISTORY)
    const { object, id } = request.params
    const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
    const lines = readChoice(query.lines, { name: 'lines', choices: YES_OR_NO }) === 'true'
    const collections = query.collections === undefined ? undefined : splitList(query.collections)
    return records.history(callerOf(request), { object, id: readId(id), lines, collections, limit, after: query.after })
  })
}

type ListQuery = ReturnType<typeof readQuery<SetMember<typeof LIST>>>
type SetMember<S> = S extends Set<infer Member> ? Member : never

function listInput({ params }: { params: ObjectParams['Params'] }, query: ListQuery): Parameters<Records['list']>[1] {
  return {
    object: params.object,
    filter: query.filter,
    q: query.q,
    sort: query.sort,
    after: query.after || undefined,
    expand: query.expand,
    fields: query.fields === undefined ? undefined : splitList(query.fields),
    limit: readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE }),
    count: readChoice(query.count, { name: 'count', choices: COUNT_MODES }),
  }
}
