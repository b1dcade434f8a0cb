import { newsKinds, readChoices, readUsualChannels, storeChoices, storeUsualChannels } from '@fieldwork/automation'
import type { ChannelsByKind } from '@fieldwork/automation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { oneOf, optional, readMembers, record } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveText } from '../../http/locale.ts'
import { readQuery } from '../../http/query.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const ACCOUNT = { config: { isAccount: true } } as const
const NONE: ReadonlySet<never> = new Set()
const MOST_KINDS = 100

const choicesBody = { kinds: optional(record), addresses: optional(record), locale: optional(oneOf('en', 'zh-CN')) }

/** Which news go over which channels: of the caller, and as a rule. */
export function addChoiceRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { db } = deps
  app.get('/api/notifications/choices', async (request) => {
    readQuery(request, NONE)
    return describeChoices(request, deps)
  })

  app.put('/api/notifications/choices', ACCOUNT, async (request) => {
    const { kinds, addresses, locale = null } = readMembers(request.body, choicesBody)
    await storeChoices(db, callerOf(request).id, {
      kinds: await readKinds(kinds, deps),
      addresses: readAddresses(addresses),
      locale,
    })
    return describeChoices(request, deps)
  })

  app.put('/api/notifications/usual-channels', ADMINISTRATOR, async (request) => {
    const { kinds } = readMembers(request.body, { kinds: record })
    await storeUsualChannels(db, await readKinds(kinds, deps))
    return { kinds: await readUsualChannels(db) }
  })
}

async function describeChoices(request: FastifyRequest, deps: ServerDeps) {
  const { locale } = request
  const own = await readChoices(deps.db, callerOf(request).id)
  return {
    ...own,
    usual: await readUsualChannels(deps.db),
    known: newsKinds.map(({ kind, label }) => ({ kind, label: resolveText(label, locale) })),
    channels: (await personalChannels(deps)).map(({ name, label }) => ({ name, label: resolveText(label, locale) })),
  }
}

/** Those that reach a person. */
async function personalChannels({ automation }: ServerDeps) {
  const all = await automation.channels.list()
  return all.filter(({ active, reach }) => active && reach === 'person')
}

const isKind = (kind: string): boolean => /^(?:\*|[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)?)$/.test(kind) && kind.length <= 60

/** @throws invalid_parameter for kinds that cannot be, channels that are not set up or reach groups */
async function readKinds(given: Record<string, unknown> = {}, deps: ServerDeps): Promise<ChannelsByKind> {
  const names = new Set((await personalChannels(deps)).map(({ name }) => name))
  const areChannels = (channels: unknown): channels is string[] =>
    Array.isArray(channels) && channels.every((name) => names.has(name)) && new Set(channels).size === channels.length
  const entries = Object.entries(given)
  if (entries.length <= MOST_KINDS && entries.every(([kind, channels]) => isKind(kind) && areChannels(channels)))
    return given as ChannelsByKind
  const known = [...names].join(', ')
  throw refuse('invalid_parameter', {
    name: 'kinds',
    reason: say(`expected lists of ${known} by kind`, `应为按消息类别列出的渠道（${known}）`),
  })
}

const shapes: Record<string, RegExp> = {
  mail: /^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,190}$/,
  phone: /^\+?[\d -]{5,20}$/,
}

/** @throws invalid_parameter */
function readAddresses(given: Record<string, unknown> = {}): Record<string, string> {
  const isRight = Object.entries(given).every(
    ([kind, address]) => typeof address === 'string' && shapes[kind]?.test(address) === true,
  )
  if (isRight) return given as Record<string, string>
  throw refuse('invalid_parameter', {
    name: 'addresses',
    reason: say('expected { mail, phone }', '应为 { mail, phone } 形式的邮箱与电话'),
  })
}
