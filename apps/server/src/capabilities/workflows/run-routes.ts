import type { FastifyInstance } from 'fastify'
import type { Definition } from '@fieldwork/metadata'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { identifier, optional, readMembers, record } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'

const STATES = ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled'] as const
const RUNS_QUERY = new Set(['workflow', 'object', 'record', 'state', 'limit', 'after'] as const)
const NOTHING: ReadonlySet<never> = new Set()
const runBody = { id: optional(identifier), vars: optional(record) }
const testBody = { id: optional(identifier), vars: optional(record), workflow: optional(record) }

interface NameParams {
  Params: { name: string }
}
interface IdParams {
  Params: { id: string }
}

/** Runs are for administrators to look into; starting one is for whom the workflow is open to. */
export function addRunRoutes(app: FastifyInstance, { automation, registry }: ServerDeps): void {
  const { workflows } = automation
  const administrator = { config: { access: 'administrator' as const } }

  app.post<NameParams>('/api/workflows/:name/run', async (request, reply) => {
    const { id = null, vars = {} } = readMembers(request.body ?? {}, runBody)
    const { name: workflow } = request.params
    const run = await workflows.begin(loggedCallerOf(request), { workflow, record: id, vars })
    return reply.code(202).send({ run })
  })

  app.post<NameParams>('/api/workflows/:name/test-run', administrator, async (request) => {
    const { id = null, vars = {}, workflow } = readMembers(request.body ?? {}, testBody)
    const { name } = request.params
    const definition = (workflow as Definition | undefined) ?? registry.catalog().documents('workflow').get(name)
    if (!definition) throw refuse('not_found', { name })
    return workflows.test(loggedCallerOf(request), { definition, record: id, vars })
  })

  app.get('/api/workflows/summaries', administrator, async (request) => {
    readQuery(request, NOTHING)
    const [data, revisions] = await Promise.all([workflows.summaries(), registry.latest('workflow')])
    return { data: data.map((each) => ({ ...each, revision: revisions.get(each.workflow) ?? null })) }
  })

  app.get('/api/workflows/runs', administrator, async (request) => {
    const { state, limit, record: about, after, ...named } = readQuery(request, RUNS_QUERY)
    return workflows.runs({
      ...named,
      ...(about !== undefined && { record: readId(about) }),
      ...(after !== undefined && { after: readId(after) }),
      ...(state !== undefined && { state: readState(state) }),
      limit: readInteger(limit, { name: 'limit', least: 1, most: 200 }) ?? 50,
    })
  })

  app.get<IdParams>('/api/workflows/runs/:id', administrator, async (request) =>
    workflows.run(readId(request.params.id)),
  )

  app.post<IdParams>('/api/workflows/runs/:id/cancel', administrator, async (request, reply) => {
    await workflows.cancel(readId(request.params.id))
    return reply.code(204).send()
  })

  app.post<IdParams>('/api/workflows/runs/:id/retry', administrator, async (request, reply) => {
    await workflows.retry(readId(request.params.id))
    return reply.code(204).send()
  })
}

type State = (typeof STATES)[number]

function readState(state: string): State {
  if ((STATES as readonly string[]).includes(state)) return state as State
  const reason = say(`expected one of ${STATES.join(', ')}`, `应为 ${STATES.join('、')} 之一`)
  throw refuse('invalid_parameter', { name: 'state', reason })
}
