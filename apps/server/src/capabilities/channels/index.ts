import { listDeliveries, retryDelivery, send } from '@fieldwork/automation'
import type { FastifyRequest } from 'fastify'
import { newId } from '@fieldwork/database'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { flag, optional, readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'
import { describeDelivery } from './describe-delivery.ts'
import { addChoiceRoutes } from './choice-routes.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const QUERY = new Set(['state', 'channel', 'notification', 'run', 'limit', 'after'] as const)
const NONE: ReadonlySet<never> = new Set()
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

const setupBody = { type: text, label: optional(record), active: optional(flag), settings: optional(record) }

type Named = FastifyRequest<{ Params: { name: string } }>
type OfId = FastifyRequest<{ Params: { id: string } }>

/** Ways out of the house: which there are, what they are set to, what has left by them, and what people choose. */
export const channels: Capability = {
  name: 'channels',
  register(app, deps) {
    app.get('/api/channels', ADMINISTRATOR, (request) => listChannels(request, deps))
    app.put('/api/channels/:name', ADMINISTRATOR, (request: Named) => storeChannel(request, deps))
    app.delete('/api/channels/:name', ADMINISTRATOR, async (request: Named, reply) => {
      await deps.automation.channels.remove(request.params.name)
      return reply.code(204).send()
    })
    app.post('/api/channels/:name/test', ADMINISTRATOR, (request: Named) => sendTrial(request, deps))
    app.get('/api/deliveries', ADMINISTRATOR, (request) => deliveries(request, deps))
    app.post('/api/deliveries/:id/retry', ADMINISTRATOR, async ({ params }: OfId, reply) => {
      await deps.db.transaction((tx) => retryDelivery(tx, readId(params.id)))
      return reply.code(204).send()
    })
    app.get('/api/notifications/:id/deliveries', (request: OfId) => deliveriesOf(request, deps))
    addChoiceRoutes(app, deps)
  },
}

async function listChannels(request: FastifyRequest, { automation }: ServerDeps) {
  readQuery(request, NONE)
  const types = [...automation.channels.types().values()].map(({ name, label, help, reach, settings, rate }) => ({
    name,
    label,
    help: help ?? null,
    reach,
    settings: settings ?? null,
    rate: rate ?? null,
  }))
  return { types, data: await automation.channels.list() }
}

async function storeChannel({ params: { name }, body }: Named, { automation }: ServerDeps) {
  if (!/^[a-z][a-z0-9-]{0,47}$/.test(name) || name === 'app') {
    const reason = say('small letters, digits and hyphens, not “app”', '应为小写字母、数字和连字符，且不能为 app')
    throw refuse('invalid_parameter', { name: 'name', reason })
  }
  const { type, label, active = true, settings = {} } = readMembers(body, setupBody)
  const known = automation.channels.types().get(type)
  const words = { ...(known?.label ?? { en: name, 'zh-CN': name }), ...wordsOf(label) }
  return automation.channels.store(name, { type, label: words, active }, settings)
}

/** @throws invalid_parameter unless it has words in the languages of the platform */
function wordsOf(label: Record<string, unknown> = {}): Partial<Record<'en' | 'zh-CN', string>> {
  const isRight = Object.entries(label).every(
    ([language, words]) =>
      (language === 'en' || language === 'zh-CN') && typeof words === 'string' && words !== '' && words.length <= 100,
  )
  if (isRight) return label
  throw refuse('invalid_parameter', {
    name: 'label',
    reason: say('expected words as { en, zh-CN }', '应为 { en, zh-CN } 形式的文字'),
  })
}

/** A message to try a channel by: to the caller, or to the group. */
async function sendTrial(request: Named, { automation, db }: ServerDeps) {
  const { name } = request.params
  const found = await automation.channels.find(name)
  if (!found) throw refuse('not_found', { name })
  const { id } = callerOf(request)
  const message = {
    kind: 'test',
    title: { en: 'A message to try this channel', 'zh-CN': '渠道测试消息' },
    body: { en: 'It works.', 'zh-CN': '渠道工作正常。' },
    link: '/',
  }
  const [delivery] = await db.transaction((tx) =>
    send(tx, {
      channel: name,
      message,
      key: `test:${newId()}`,
      ...(found.type.reach === 'person' && { users: [id] }),
    }),
  )
  return { delivery }
}

async function deliveries(request: FastifyRequest, { db }: ServerDeps) {
  const { state, channel, notification, run, limit, after } = readQuery(request, QUERY)
  const found = await listDeliveries(db, {
    state: readChoice(state, { name: 'state', choices: ['queued', 'sent', 'skipped', 'failed'] }),
    channel,
    ...(notification !== undefined && { notification: readId(notification) }),
    ...(run !== undefined && { run: readId(run) }),
    ...(after !== undefined && { after: readId(after) }),
    limit: readInteger(limit, { name: 'limit', least: 1, most: MAX_LIMIT }) ?? DEFAULT_LIMIT,
  })
  return { ...found, data: found.data.map((each) => describeDelivery(each, request.locale)) }
}

/** Everybody sees what has become of his own. */
async function deliveriesOf(request: OfId, { db }: ServerDeps) {
  readQuery(request, NONE)
  const id = readId(request.params.id)
  const { id: caller, administrator, scope } = callerOf(request)
  const { rowCount } = await db.query({
    text:
      'select from fw_notification where id = $1 and (recipient = $2 or $3)' +
      ' and ($4::text[] is null or object = any($4))',
    values: [id, caller, administrator, scope?.objects ?? null],
  })
  if (rowCount === 0) throw refuse('not_found', { name: id })
  const { data } = await listDeliveries(db, { notification: id, limit: MAX_LIMIT })
  return { data: data.map((each) => describeDelivery(each, request.locale)) }
}
