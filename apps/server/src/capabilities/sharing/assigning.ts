import type { Actor, AssignInput, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { jsonAnswer } from '../../http/answer.ts'
import { identifier, identifiers, optional, readMembers, text, texts } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { readId, readIfMatch } from '../../http/ids.ts'
import { recordAnswer } from '../records/answers.ts'
import { attempt } from '../records/batch-answers.ts'

const MAX_RECORDS = 1_000
const PAGE = 500

const assignBody = { owner: identifier, reason: optional(text), children: optional(texts) }
const manyBody = { ...assignBody, ids: optional(identifiers), filter: optional(text) }

export function addAssignRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.post<{ Params: { object: string; id: string } }>('/api/records/:object/:id/assign', async (request, reply) => {
    const { object, id } = request.params
    const expectedVersion = readIfMatch(request.headers['if-match'])
    return answerOnce(request, reply, deps, async (records) => {
      const { owner, ...body } = readMembers(request.body, assignBody)
      const given = { object, id: readId(id), owner: owner.toLowerCase(), ...body, expectedVersion }
      const { children, ...record } = await records.assign(loggedCallerOf(request), given)
      return recordAnswer(200, { ...record, json: withCount(record.json, children) }, { locale: request.locale })
    })
  })

  app.post<{ Params: { object: string } }>('/api/records/:object/assign', async (request, reply) => {
    const { object } = request.params
    const actor = loggedCallerOf(request)
    return answerOnce(request, reply, deps, async (records) => {
      const { ids, filter, owner, ...body } = readMembers(request.body, manyBody)
      if ((ids === undefined) === (filter === undefined)) throw refuse('invalid_request', { reason: EITHER })
      const given = { object, ...body, owner: owner.toLowerCase() }
      const chosen = ids
        ? [...new Set(ids.map((id) => id.toLowerCase()))]
        : await matching(records, actor, { object, filter: filter ?? '' })
      return jsonAnswer(200, JSON.stringify(await assignMany(records, actor, { ...given, ids: chosen })))
    })
  })
}

const EITHER = say('give either ids or filter', 'ids 与 filter 须二选一')

/** How many records of its collections went along stands under a name that no field can have. */
const withCount = (json: string, children: number): string => `${json.slice(0, -1)},"@children":${children}}`

/** Each record in a transaction of its own; one that is refused gets its problem in place of its version. */
async function assignMany(
  records: Records,
  actor: Actor,
  { ids, ...given }: Omit<AssignInput, 'id'> & { ids: readonly string[] },
) {
  if (ids.length > MAX_RECORDS) throw tooMany()
  const data = []
  for (const id of ids) {
    const assign = async (within: Records) => {
      const { version, children } = await within.assign(actor, { ...given, id })
      return { status: 200, id, version, children }
    }
    const run = () => (records.isBound ? records.transaction(assign) : assign(records))
    data.push({ ...(await attempt(actor, run)), id })
  }
  const assigned = data.filter(({ status }) => status === 200).length
  return { data, assigned, refused: data.length - assigned }
}

/** @throws too_large: never only some of them */
async function matching(records: Records, actor: Actor, query: { object: string; filter: string }): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = JSON.parse(
      await records.list(actor, { ...query, fields: ['id'], limit: PAGE, sort: 'id', ...(after && { after }) }),
    ) as { data: { id: string }[]; page: { after: string | null } }
    ids.push(...page.data.map(({ id }) => id))
    after = page.page.after ?? undefined
    if (ids.length > MAX_RECORDS) throw tooMany()
  } while (after !== undefined)
  return ids
}

const tooMany = () => refuse('too_large', { limit: say(`${MAX_RECORDS} records`, `${MAX_RECORDS} 条记录`) })
