import { newId } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'
import { addJobs } from '../jobs/add-jobs.ts'
import { deliveryJob } from './delivery-job.ts'
import { USUAL_CHANNELS, choiceIn } from './choices.ts'

/**
 * Name of a way in which a notification reaches people, such as `mail`; `app` is the list inside the application, where
 * all of them appear.
 */
export type Channel = string

/** Something the recipient can do at once, such as approving. */
export interface NotificationAction {
  name: string
  label: LocalizedText
  /** where it leads, a path inside the application */
  link?: string
}

/** What people are told. */
export interface Notification {
  /** ids of users; each is told once */
  to: readonly string[]
  /** what sort of news it is, such as `deadline.reminder`: people switch channels by it */
  kind: string
  title: LocalizedText
  body?: LocalizedText
  /** the record it is about */
  about?: { object: string; id: string }
  /** a path inside the application; the record's page when left out */
  link?: string
  actions?: readonly NotificationAction[]
  /** nobody gets a second one with the same key while the first is unread */
  key?: string
  /** ways besides the application's own list, for those who have not chosen by themselves */
  channels?: readonly Channel[]
  /** ways that the recipient has asked for with just this, whatever else he has chosen */
  chosen?: readonly Channel[]
}

/**
 * Tells people something, in the transaction of what happened: nobody is told what was never stored.
 *
 * @returns the ids of the notifications, those left out because of their key not among them
 */
export async function notify(tx: Queryable, news: Notification): Promise<string[]> {
  return notifyAll(tx, [news])
}

/** Tells many things with one statement; otherwise as `notify`. */
export async function notifyAll(tx: Queryable, news: readonly Notification[]): Promise<string[]> {
  const rows = news.flatMap((each) => [...new Set(each.to)].map((recipient) => rowOf(recipient, each)))
  if (rows.length === 0) return []
  const stored = await tx.query<{ id: string; deliveries: string[] }>({ text: insert, values: [JSON.stringify(rows)] })
  // who is there sees it at once
  tx.told?.()
  await addJobs(
    tx,
    stored.rows.flatMap(({ deliveries }) => deliveries).map((id) => deliveryJob(id)),
  )
  return stored.rows.map(({ id }) => id)
}

/** First what somebody has asked for with just this, then what he has chosen, what the news ask for, what is usual. */
const insert = `
with news as (
  select n.*, coalesce(n.chosen, ${choiceIn('own.kinds')}, case when n.channels <> '[]' then n.channels end,
    ${choiceIn('usual.value')}, '[]') as ways
  from jsonb_to_recordset($1::jsonb) as n(id uuid, recipient uuid, kind text, title jsonb, body jsonb, object text,
    record uuid, link text, actions jsonb, key text, channels jsonb, chosen jsonb)
  left join fw_notification_choice own on own.recipient = n.recipient
  left join fw_setting usual on usual.key = '${USUAL_CHANNELS}'),
told as (
  insert into fw_notification (id, recipient, kind, title, body, object, record, link, actions, key, channels)
  select id, recipient, kind, title, body, object, record, link, actions, key,
    array(select jsonb_array_elements_text(ways)) from news
  on conflict (recipient, key) where read_at is null and key is not null do nothing
  returning id, recipient, channels),
sent as (
  insert into fw_delivery (id, notification, recipient, channel)
  select gen_random_uuid(), told.id, told.recipient, way from told, unnest(told.channels) way
  returning id, notification)
select told.id, array(select sent.id from sent where sent.notification = told.id) as deliveries from told`

function rowOf(recipient: string, news: Notification) {
  const { kind, title, body, about, link, actions, key, channels = [], chosen } = news
  const others = [...new Set(channels)].filter((channel) => channel !== 'app')
  return {
    id: newId(),
    recipient,
    kind,
    title,
    body,
    object: about?.object,
    record: about?.id,
    link,
    actions,
    key,
    channels: others,
    chosen,
  }
}
