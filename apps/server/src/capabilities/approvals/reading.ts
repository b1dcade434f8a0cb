import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'

const OF_RECORD = new Set(['object', 'id'] as const)
const LISTED = new Set(['state', 'box', 'q', 'object', 'outcome', 'overdue', 'limit', 'after'] as const)
const OUTCOMES = ['pending', 'approved', 'rejected', 'returned', 'recalled', 'deleted'] as const
const NOTHING: ReadonlySet<never> = new Set()
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** What waits, and what has happened. */
export function addReadingRoutes(app: FastifyInstance, { approvals }: ServerDeps): void {
  app.get('/api/approvals', async (request) => {
    const { object, id } = readQuery(request, OF_RECORD)
    if (object === undefined || id === undefined) {
      const reason = say('object and id are both needed', '须同时提供 object 和 id')
      throw refuse('invalid_parameter', { name: object === undefined ? 'object' : 'id', reason })
    }
    return { data: await approvals.ofRecord(callerOf(request), { object, id: readId(id) }) }
  })

  app.get('/api/approvals/tasks', async (request) => {
    const { state, box, limit, after, q, object, outcome, overdue } = readQuery(request, LISTED)
    return approvals.list(callerOf(request), {
      box: readChoice(box, { name: 'box', choices: ['mine', 'submitted', 'cc'] }) ?? 'mine',
      state: readChoice<'pending' | 'done'>(state, { name: 'state', choices: ['pending', 'done'] }) ?? null,
      limit: readInteger(limit, { name: 'limit', least: 1, most: MAX_LIMIT }) ?? DEFAULT_LIMIT,
      after: after === undefined ? null : readId(after),
      text: q?.trim() || null,
      object: object ?? null,
      outcome: readChoice(outcome, { name: 'outcome', choices: OUTCOMES }) ?? null,
      overdue: readChoice(overdue, { name: 'overdue', choices: ['true', 'false'] as const }) === 'true',
    })
  })

  app.get('/api/approvals/open', { config: { access: 'administrator' } }, async (request) => {
    readQuery(request, NOTHING)
    return { data: await approvals.open() }
  })

  app.get('/api/approvals/counts', async (request) => {
    readQuery(request, NOTHING)
    return approvals.counts(callerOf(request))
  })

  app.get<{ Params: { id: string } }>('/api/approvals/tasks/:id/fields', async (request) => {
    readQuery(request, NOTHING)
    return approvals.openFields(callerOf(request), readId(request.params.id))
  })

  app.get<{ Params: { id: string } }>('/api/approvals/:id', async (request) => {
    readQuery(request, NOTHING)
    return approvals.read(callerOf(request), readId(request.params.id))
  })
}
