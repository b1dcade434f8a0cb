import { changeNotification, countOwnUnread, listNotifications, readEverything } from '@fieldwork/automation'
import type { Capability } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { flag, identifier, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'
import { describeNotification } from './describe-notification.ts'

const QUERY = new Set(['unread', 'limit', 'after'] as const)
const NONE: ReadonlySet<never> = new Set()
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200
const MAX_SNOOZE_DAYS = 366
const DAY_MS = 86_400_000

const change = { read: optional(flag), snoozed_until: optional(text) }

/** What people have been told: each reads his own and nobody else's, by a token what is about its objects. */
export const notifications: Capability = {
  name: 'notifications',
  register(app, { db }) {
    app.get('/api/notifications', async (request) => {
      const { unread, limit, after } = readQuery(request, QUERY)
      const found = await listNotifications(db, callerOf(request), {
        unread: readChoice(unread, { name: 'unread', choices: ['true', 'false'] }) === 'true',
        limit: readInteger(limit, { name: 'limit', least: 1, most: MAX_LIMIT }) ?? DEFAULT_LIMIT,
        after: after === undefined ? null : readId(after),
      })
      return { ...found, data: found.data.map((each) => describeNotification(each, request.locale)) }
    })

    app.get('/api/notifications/counts', async (request) => {
      readQuery(request, NONE)
      return { unread: await countOwnUnread(db, callerOf(request)) }
    })

    app.patch<{ Params: { id: string } }>('/api/notifications/:id', async (request, reply) => {
      const { read, snoozed_until: until } = readMembers(request.body, change)
      if (read === false)
        throw refuse('invalid_request', { reason: say('what was read stays read', '已读消息不能改回未读') })
      const id = readId(request.params.id)
      const moment = until === undefined ? null : readMoment(until)
      const isThere = await changeNotification(db, callerOf(request), { id, read: read ?? false, until: moment })
      if (!isThere) throw refuse('not_found', { name: id })
      db.told?.()
      return reply.code(204).send()
    })

    app.post('/api/notifications/read', async (request) => {
      const { up_to: upTo = null } = readMembers(request.body ?? {}, { up_to: optional(identifier) })
      const read = await readEverything(db, callerOf(request), upTo)
      db.told?.()
      return { read }
    })
  },
}

/** @throws invalid_request unless it is a moment between now and a year from now */
function readMoment(given: string): Date {
  const moment = new Date(given)
  const isMoment = /T.*(Z|[+-]\d\d:\d\d)$/.test(given) && !Number.isNaN(moment.getTime())
  const inMs = moment.getTime() - Date.now()
  if (isMoment && inMs > 0 && inMs < MAX_SNOOZE_DAYS * DAY_MS) return moment
  const reason = say('expected a moment within a year from now, with its zone', '应为一年之内的未来时间，并带时区')
  throw refuse('invalid_parameter', { name: 'snoozed_until', reason })
}
