import type { Queryable } from '@fieldwork/database'
import type { Catalog, LocalizedText } from '@fieldwork/metadata'
import type { NotificationAction } from './notify.ts'

/** What leaves the house without being a notification. */
export interface DirectMessage {
  /** what sort of news it is */
  kind: string
  title: LocalizedText
  body?: LocalizedText | null
  form?: 'text' | 'markdown' | 'card'
  /** a path inside the application, or a whole address */
  link?: string | null
  /** ids of files */
  files?: readonly string[]
}

/** A delivery with what it carries and whom it is for. */
export interface OpenDelivery {
  id: string
  state: 'queued' | 'sent' | 'skipped' | 'failed'
  channel: string
  notification: string | null
  key: string | null
  recipient: Recipient | null
  /** where it goes to, when that is not up to the recipient */
  address: string | null
  kind: string
  title: LocalizedText
  body: LocalizedText | null
  form: 'text' | 'markdown' | 'card'
  about: { object: string; id: string } | null
  link: string | null
  actions: readonly NotificationAction[]
  files: readonly string[]
  /** it has waited for a day */
  isOld: boolean
}

export interface Recipient {
  id: string
  name: string
  active: boolean
  locale: 'en' | 'zh-CN' | null
  /** what he has chosen himself */
  own: Readonly<Record<string, string>>
  mail: string | null
  phone: string | null
}

/** By kind of address: the field of an employee that holds it. */
const addressFields = { mail: 'email', phone: 'mobile' } as const

const textOf = (catalog: Catalog): string => {
  const employee = catalog.objects.get('employee')
  const isLinked = employee !== undefined && catalog.objects.get('user')?.fields.has('employee') === true
  const [mail, phone] = Object.values(addressFields).map((field) =>
    isLinked && employee.fields.has(field) ? `e."${field}"` : 'null',
  )
  return `select d.id, d.state, d.channel, d.notification, d.key, d.address, d.message,
    d.created_at < now() - interval '1 day' as "isOld",
    case when n.id is null then null else json_build_object('kind', n.kind, 'title', n.title, 'body', n.body,
      'about', case when n.record is null then null else json_build_object('object', n.object, 'id', n.record) end,
      'link', n.link, 'actions', coalesce(n.actions, '[]')) end as told,
    case when u.id is null then null else json_build_object('id', u.id, 'name', coalesce(u.name, u.username),
      'active', coalesce(u.active, false), 'locale', c.locale, 'own', coalesce(c.addresses, '{}'),
      'mail', ${mail}, 'phone', ${phone}) end as recipient
  from fw_delivery d left join fw_notification n on n.id = d.notification
  left join "user" u on u.id = d.recipient left join fw_notification_choice c on c.recipient = d.recipient
  ${isLinked ? 'left join employee e on e.id = u.employee' : ''} where d.id = $1`
}

type Told = Pick<OpenDelivery, 'kind' | 'title' | 'body' | 'about' | 'link' | 'actions'>

type Row = Pick<
  OpenDelivery,
  'id' | 'state' | 'channel' | 'notification' | 'key' | 'address' | 'recipient' | 'isOld'
> & {
  message: DirectMessage | null
  told: Told | null
}

/** null: there is none, its notification has been taken away with the record. */
export async function readDelivery(db: Queryable, catalog: Catalog, id: string): Promise<OpenDelivery | null> {
  const { rows } = await db.query<Row & Record<string, unknown>>({ text: textOf(catalog), values: [id] })
  const [row] = rows
  if (!row) return null
  const { message, told, ...rest } = row
  if (told) return { ...rest, ...told, form: 'text', files: [] }
  const { kind, title, body = null, form = 'text', link = null, files = [] } = message!
  return { ...rest, kind, title, body, form, about: null, link, actions: [], files }
}
