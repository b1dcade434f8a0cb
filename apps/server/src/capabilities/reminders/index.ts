import { changeReminder, createReminder, listReminders, removeReminder } from '@fieldwork/automation'
import type { NewReminder, StoredReminder } from '@fieldwork/automation'
import { AppError } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { identifier, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'
import { readTiming, timing } from './read-reminder.ts'

const QUERY = new Set(['object', 'id', 'state', 'limit', 'after'] as const)
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** What somebody wants to be reminded of, about a record that he may read. Each has his own and nobody else's. */
export const reminders: Capability = {
  name: 'reminders',
  register(app, deps) {
    const { db, registry, config } = deps
    const { timeZone } = config
    app.get('/api/reminders', async (request) => {
      const { object, id, state, limit, after } = readQuery(request, QUERY)
      const actor = callerOf(request)
      const found = await listReminders(db, ownerOf(actor), {
        record: readAbout(object, id),
        open: readChoice(state, { name: 'state', choices: ['waiting', 'all'] }) !== 'all',
        limit: readInteger(limit, { name: 'limit', least: 1, most: MAX_LIMIT }) ?? DEFAULT_LIMIT,
        after: after === undefined ? null : readId(after),
      })
      return { ...found, data: await described(deps, actor, found.data) }
    })

    app.post('/api/reminders', async (request, reply) => {
      const { object, id, ...given } = readMembers(request.body, { object: text, id: identifier, ...timing })
      const actor = callerOf(request)
      const reminder = { object, record: id, ...readTiming(given, await channelsOf(deps)) }
      await requireSight(deps, actor, reminder)
      const stored = await createReminder({ db, registry, timeZone }, actor.id, reminder)
      return reply.code(201).send((await described(deps, actor, [stored]))[0])
    })

    app.put<{ Params: { id: string } }>('/api/reminders/:id', async (request) => {
      const given = readTiming(readMembers(request.body, timing), await channelsOf(deps))
      const actor = callerOf(request)
      const address = { id: readId(request.params.id), ...ownerOf(actor) }
      const stored = await changeReminder({ db, registry, timeZone }, address, async ({ object, record }) => {
        const reminder = { object, record, ...given }
        await requireSight(deps, actor, reminder)
        return reminder
      })
      return (await described(deps, actor, [stored]))[0]
    })

    app.delete<{ Params: { id: string } }>('/api/reminders/:id', async (request, reply) => {
      await removeReminder(db, { id: readId(request.params.id), ...ownerOf(callerOf(request)) })
      return reply.code(204).send()
    })
  },
}

/** By a token that is for some objects one has the reminders of their records alone. */
const ownerOf = ({ id, scope }: Actor) => ({ owner: id, objects: scope?.objects ?? null })

/** @throws invalid_parameter for one without the other */
function readAbout(object: string | undefined, id: string | undefined): { object: string; id: string } | null {
  if (object !== undefined && id !== undefined) return { object, id: readId(id) }
  if (object === undefined && id === undefined) return null
  const reason = say('give object and id together', 'object 与 id 须同时提供')
  throw refuse('invalid_parameter', { name: object === undefined ? 'object' : 'id', reason })
}

/** Those by which a person can be reached. */
async function channelsOf({ automation }: ServerDeps): Promise<{ channels: ReadonlySet<string> }> {
  const all = await automation.channels.list()
  return { channels: new Set(all.flatMap(({ name, active, reach }) => (active && reach === 'person' ? [name] : []))) }
}

/** @throws not_found, unknown_field where the caller does not see the record or its date; invalid_parameter for no date */
async function requireSight({ records, registry }: ServerDeps, actor: Actor, reminder: NewReminder): Promise<void> {
  const { object, record: id, field: name, before } = reminder
  await records.get(actor, { object, id, fields: name === null ? ['id'] : ['id', name] })
  if (name === null) return
  const field = registry.catalog().object(object).fields.get(name)
  const type = field?.type.name
  if (!field || field.column === null || (type !== 'date' && type !== 'date-time'))
    throw refuse('invalid_parameter', { name: 'field', reason: say('it is no stored date', '不是日期字段') })
  if (type === 'date' && (before.unit === 'minutes' || before.unit === 'hours'))
    throw refuse('invalid_parameter', { name: 'before', reason: say('a date has no time', '日期字段只能按天或周提前') })
}

/** With the names of the records, as far as the caller still sees them. */
async function described(deps: ServerDeps, actor: Actor, stored: readonly StoredReminder[]) {
  const labels = new Map<string, string>()
  for (const object of new Set(stored.map((each) => each.object))) {
    const ids = [...new Set(stored.filter((each) => each.object === object).map(({ record }) => record))]
    for (const [id, label] of await labelsOf(deps, actor, { object, ids })) labels.set(id, label)
  }
  return stored.map(({ record, clock, ...rest }) => {
    return { ...rest, time: clock, record: { id: record, label: labels.get(record) ?? null } }
  })
}

/** None of an object that is gone, or that the caller may not read any more. */
async function labelsOf(
  { records, registry }: ServerDeps,
  actor: Actor,
  { object, ids }: { object: string; ids: readonly string[] },
): Promise<[string, string][]> {
  const name = registry.catalog().objects.get(object)?.nameField
  if (name === undefined) return []
  const filter = ids.map((id) => `id == '${id}'`).join(' || ')
  try {
    const body = await records.list(actor, { object, filter, fields: ['id', name], limit: MAX_LIMIT, count: 'none' })
    const { data } = JSON.parse(body) as { data: Record<string, unknown>[] }
    return data.flatMap((row) => (row[name] === null ? [] : [[String(row['id']), String(row[name])]]))
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return []
    throw error
  }
}
