import { describeError } from '@fieldwork/database'
import type { Database, Queryable, TaskError } from '@fieldwork/database'
import type { Catalog, LocalizedText } from '@fieldwork/metadata'
import { addJobs } from '../jobs/add-jobs.ts'
import type { Job, JobHandler } from '../jobs/job.ts'
import { DeliveryLater, DeliveryRefused } from './channels/channel.ts'
import type { ChannelSource, ChannelTools, ReadyChannel } from './channels/channel.ts'
import type { OutgoingMessage } from './channels/message.ts'
import { deliveryJob } from './delivery-job.ts'
import { readDelivery } from './read-delivery.ts'
import type { OpenDelivery } from './read-delivery.ts'
import { takeTurn } from './take-turn.ts'

/** What deliveries are made with. */
export interface DeliveryDeps {
  db: Database
  catalog(): Catalog
  channels: ChannelSource
  tools: Omit<ChannelTools, 'now' | 'signal'>
  /** where people reach the server, e.g. `https://crm.example.com` */
  address: string
  /** what a recipient can do at once by links that need no log-in; paths inside the application */
  linksOf(delivery: OpenDelivery): Promise<readonly { label: LocalizedText; link: string }[]>
  openFile(id: string): Promise<OutgoingMessage['attachments'][number]>
}

type Outcome =
  | { state: 'sent'; reference: string | null }
  | { state: 'skipped'; error: TaskError }
  | { state: 'later'; seconds: number }

/**
 * Takes one message out of the house. It may go out twice where the process dies between sending and noting it, then
 * with the same key.
 */
export const deliveryHandler = (deps: DeliveryDeps): JobHandler => {
  return async (job, { db }) => {
    const { id } = job.payload as { id: string }
    const delivery = await readDelivery(db, deps.catalog(), id)
    if (!delivery || delivery.state === 'sent' || delivery.state === 'skipped') return
    const outcome = await attempt(deps, delivery, job).catch(async (error: unknown) => {
      if (!job.signal.aborted) await settle(db, job, failureOf(id, error, job.lastAttempt))
      throw error
    })
    await settle(db, job, outcomeOf(id, outcome))
  }
}

async function attempt(deps: DeliveryDeps, delivery: OpenDelivery, { signal }: Job): Promise<Outcome> {
  try {
    const channel = await deps.channels.find(delivery.channel)
    if (!channel) throw new DeliveryRefused(words.noChannel(delivery.channel))
    const message = await messageOf(deps, delivery, channel)
    const seconds = await takeTurn(deps.db, { id: delivery.id, channel })
    if (seconds > 0) return { state: 'later', seconds }
    const sent = await channel.type.deliver(message, channel.settings, { ...deps.tools, now: new Date(), signal })
    return { state: 'sent', reference: sent?.reference ?? null }
  } catch (error) {
    if (error instanceof DeliveryLater && !delivery.isOld) return { state: 'later', seconds: error.seconds }
    if (!(error instanceof DeliveryRefused)) throw error
    return { state: 'skipped', error: { code: 'delivery_refused', message: error.reason } }
  }
}

/** In the language of who gets it, with whole addresses. */
async function messageOf(deps: DeliveryDeps, delivery: OpenDelivery, { type }: ReadyChannel): Promise<OutgoingMessage> {
  const { recipient, title, body, about, kind, form } = delivery
  if (recipient?.active === false) throw new DeliveryRefused(words.closed)
  const locale = recipient?.locale ?? 'zh-CN'
  const whole = (link: string) => (link.startsWith('/') ? deps.address + link : link)
  const link = delivery.link ?? (about ? `/o/${about.object}/${about.id}` : null)
  const once = type.isPrivate ? await deps.linksOf(delivery) : []
  return {
    key: delivery.id,
    kind,
    locale,
    title: title[locale],
    body: body?.[locale] ?? null,
    form,
    link: link === null ? null : whole(link),
    actions: [
      ...once.map((each) => ({ label: each.label[locale], link: whole(each.link) })),
      ...delivery.actions.flatMap((each) =>
        each.link === undefined ? [] : [{ label: each.label[locale], link: whole(each.link) }],
      ),
    ],
    address: addressOf(delivery, type),
    name: recipient?.name ?? '',
    attachments: await Promise.all(delivery.files.map(deps.openFile)),
  }
}

function addressOf({ address, recipient }: OpenDelivery, { address: kind, name }: ReadyChannel['type']): string {
  if (kind === undefined) return address ?? ''
  const found = address ?? recipient?.own[kind] ?? recipient?.[kind]
  if (found) return found
  throw new DeliveryRefused(words.noAddress(name))
}

const words = {
  noChannel: (name: string): LocalizedText => ({
    en: `The channel “${name}” is not set up`,
    'zh-CN': `消息渠道“${name}”未设置或已停用`,
  }),
  noAddress: (name: string): LocalizedText => ({
    en: `There is no address for ${name}`,
    'zh-CN': `没有可用于${name}的联系方式`,
  }),
  closed: { en: 'The account is closed', 'zh-CN': '账号已停用' },
}

interface Change {
  id: string
  state: 'queued' | 'sent' | 'skipped' | 'failed'
  error: TaskError | null
  reference: string | null
  /** it has been tried */
  isAttempt: boolean
  runAt: Date | null
}

const failureOf = (id: string, error: unknown, isLast: boolean): Change => ({
  id,
  state: isLast ? 'failed' : 'queued',
  error: describeError(error),
  reference: null,
  isAttempt: true,
  runAt: null,
})

function outcomeOf(id: string, outcome: Outcome): Change {
  const change = { id, error: null, reference: null, isAttempt: true, runAt: null }
  if (outcome.state === 'later')
    return { ...change, state: 'queued', isAttempt: false, runAt: new Date(Date.now() + outcome.seconds * 1000) }
  return { ...change, ...outcome }
}

async function settle(db: Database, { fence }: Job, change: Change): Promise<void> {
  await db.transaction(async (tx) => {
    await fence(tx)
    await note(tx, change)
    if (change.runAt) await addJobs(tx, [deliveryJob(change.id, change.runAt)])
  })
}

async function note(tx: Queryable, { id, state, error, reference, isAttempt }: Change): Promise<void> {
  await tx.query({
    text: `update fw_delivery set state = $2, error = $3, reference = $4, attempts = attempts + $5,
      sent_at = case when $2 = 'sent' then clock_timestamp() end where id = $1`,
    values: [id, state, error === null ? null : JSON.stringify(error), reference, isAttempt ? 1 : 0],
  })
}
