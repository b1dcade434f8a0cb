import { AppError } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { flag, identifier, identifiers, optional, readMembers, text, texts } from '../../http/body.ts'
import { refuse } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { beginHandOver, handOverOverdue, holderOf, superiorUserOf } from '../../organisation/hand-over.ts'
import type { Holder } from '../../organisation/hand-over.ts'
import { handOverOf } from '../../organisation/hand-over-task.ts'
import { describeTask } from '../metadata/tasks.ts'

interface IdParams {
  Params: { id: string }
}

const handOverBody = {
  to: identifier,
  objects: optional(texts),
  ids: optional(identifiers),
  reason: optional(text),
}
const overdueBody = { dry_run: optional(flag) }

/** What a person owns goes to another, with the rights of who asks for it. */
export function addHandOverRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { db, registry, records } = deps
  const parts = { db, registry, records, timeZone: deps.config.timeZone }

  app.get<IdParams>('/api/users/:id/holdings', async (request) => {
    const actor = callerOf(request)
    const holder = await holderOf(db, readId(request.params.id))
    const holdings = await records.holdings(actor, holder.user)
    const { objects } = registry.catalog()
    const data = holdings.map((holding) => ({
      ...holding,
      label: objects.get(holding.object)?.label[request.locale] ?? holding.object,
    }))
    const known = await holderAs(records, actor, holder)
    return { ...known, successor: known.employee === null ? null : await superiorUserOf(parts, holder), data }
  })

  app.post<IdParams>('/api/users/:id/hand-over', async (request, reply) => {
    const { to, objects = null, ids = null, reason = null } = readMembers(request.body, handOverBody)
    const chosen = ids && [...new Set(ids.map((id) => id.toLowerCase()))]
    const from = readId(request.params.id)
    const caller = callerOf(request)
    const { id: actor, scope } = caller
    const rights = records.rights(caller)
    const given = { from, to: to.toLowerCase(), objects, ids: chosen, reason, actor, ...(scope && { scope }) }
    if (!caller.administrator) await demandGivable(records, caller, given)
    const id = await beginHandOver(parts, given, (object) => rights[object]?.includes('read') === true)
    return reply.code(202).header('location', `/api/hand-overs/${id}`).send({ id })
  })

  app.get<IdParams>('/api/hand-overs/:id', async (request) =>
    describeTask(await handOverOf(db, callerOf(request), readId(request.params.id)), request.locale),
  )

  app.post('/api/hand-overs/overdue', { config: { access: 'administrator' } }, async (request) => {
    const { dry_run: isQuestion = false } = readMembers(request.body ?? {}, overdueBody)
    return { data: await handOverOverdue(parts, { actor: callerOf(request).id, isQuestion }) }
  })
}

interface Given {
  from: string
  objects: string[] | null
  ids: string[] | null
}

/**
 * Whoever may assign nothing hands nothing over; and of somebody of whose records he sees none he learns nothing.
 *
 * @throws forbidden, not_found
 */
async function demandGivable(records: Records, caller: Actor, { from, objects, ids }: Given): Promise<void> {
  const rights = records.rights(caller)
  const mayGive = (object: string): boolean => rights[object]?.includes('assign') === true
  if (!(objects ?? Object.keys(rights)).some(mayGive)) throw refuse('forbidden')
  const held = await records.holdings(caller, from)
  const given = held.filter(({ object, owned }) => owned > 0 && mayGive(object) && (objects?.includes(object) ?? true))
  const [first] = given
  if (!first || (ids && !(await ownsOneOf(records, caller, { from, object: first.object, ids }))))
    throw refuse('not_found', { name: from })
}

interface Chosen {
  from: string
  object: string
  ids: readonly string[]
}

async function ownsOneOf(records: Records, caller: Actor, { from, object, ids }: Chosen): Promise<boolean> {
  const chosen = ids.map((id) => `'${id}'`).join(', ')
  const filter = `owner == '${from}' && id in [${chosen}]`
  const { data } = JSON.parse(await records.list(caller, { object, filter, fields: ['id'], limit: 1 })) as {
    data: unknown[]
  }
  return data.length > 0
}

/** What a caller who may not read the employee learns is the account's name, which everybody knows. */
async function holderAs(records: Records, actor: Actor, holder: Holder): Promise<Holder> {
  const { employee: id } = holder
  const unknown = { ...holder, employee: null, state: null, leave_date: null }
  if (id === null) return holder
  try {
    const { json } = await records.get(actor, { object: 'employee', id, fields: ['employment_state', 'leave_date'] })
    const { employment_state: state, leave_date } = JSON.parse(json) as Record<string, string | null>
    return { ...holder, state: state ?? null, leave_date: leave_date ?? null }
  } catch (error) {
    if (error instanceof AppError && CLOSED.has(error.code)) return unknown
    throw error
  }
}

const CLOSED: ReadonlySet<string> = new Set(['forbidden', 'not_found', 'unknown_field'])
