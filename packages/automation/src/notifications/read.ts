import type { Queryable } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'
import type { NotificationAction } from './notify.ts'

/** What somebody has been told, as it is stored. */
export interface StoredNotification {
  id: string
  kind: string
  title: LocalizedText
  body: LocalizedText | null
  about: { object: string; id: string } | null
  link: string | null
  actions: readonly NotificationAction[]
  read_at: string | null
  snoozed_until: string | null
  created_at: string
}

export interface NotificationQuery {
  /** only what is unread and not put off */
  unread: boolean
  limit: number
  /** id of the last one of the page before */
  after: string | null
}

/** Whose news; with a token that is limited to some objects, only what is about their records. */
export interface Reader {
  id: string
  scope?: { objects: readonly string[] | null } | undefined
}

/** What a token is good for; the objects are a parameter. */
const inScope = (objects: string) => `(${objects}::text[] is null or n.object = any(${objects}))`

const objectsOf = ({ scope }: Reader): readonly string[] | null => scope?.objects ?? null

const moment = (column: string) =>
  `to_char(n.${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

const members =
  `n.id, n.kind, n.title, n.body, case when n.record is null then null else` +
  ` json_build_object('object', n.object, 'id', n.record) end as about, n.link, coalesce(n.actions, '[]') as actions,` +
  ` ${moment('read_at')}, ${moment('snoozed_until')}, ${moment('created_at')}`

const isUnread = 'n.read_at is null and (n.snoozed_until is null or n.snoozed_until <= now())'

/** What somebody has been told, newest first. */
export async function listNotifications(
  db: Queryable,
  reader: Reader,
  { unread, limit, after }: NotificationQuery,
): Promise<{ data: StoredNotification[]; page: { after: string | null } }> {
  const { rows } = await db.query<StoredNotification & Record<string, unknown>>({
    text:
      `select ${members} from fw_notification n where n.recipient = $1 ${unread ? `and ${isUnread}` : ''}` +
      ` and ($2::uuid is null or n.id < $2) and ${inScope('$4')} order by n.id desc limit $3`,
    values: [reader.id, after, limit + 1, objectsOf(reader)],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? (data.at(-1)?.id ?? null) : null } }
}

/** How much each of these people has not read; everybody asked for is in the answer. */
export async function countUnread(db: Queryable, recipients: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ id: string; unread: number }>({
    text:
      'select u.id, (select count(*)::int from fw_notification n where n.recipient = u.id' +
      ` and ${isUnread}) as unread from unnest($1::uuid[]) u(id)`,
    values: [recipients],
  })
  return new Map(rows.map(({ id, unread }) => [id, unread]))
}

/** How much somebody has not read of what he may see by this call. */
export async function countOwnUnread(db: Queryable, reader: Reader): Promise<number> {
  const { rows } = await db.query<{ unread: number }>({
    text: `select count(*)::int as unread from fw_notification n where n.recipient = $1 and ${isUnread} and ${inScope('$2')}`,
    values: [reader.id, objectsOf(reader)],
  })
  return rows[0]?.unread ?? 0
}

/** of one recipient at a time */
const mostRecent = 200

/**
 * What has come in for these people lately and is unread, oldest first: told, or back from being put off. Of each at
 * most the newest 200, however much the others are told.
 *
 * @param seconds how far back
 * @param since instead: everything after this notification
 */
export async function recentNotifications(
  db: Queryable,
  recipients: readonly string[],
  { seconds, since }: { seconds: number; since?: string },
): Promise<(StoredNotification & { recipient: string })[]> {
  const { rows } = await db.query<StoredNotification & { recipient: string } & Record<string, unknown>>({
    text:
      'select n.* from unnest($1::uuid[]) u(id) cross join lateral (' +
      `select n.recipient, ${members} from fw_notification n where n.recipient = u.id and ${isUnread}` +
      ' and (n.created_at > now() - make_interval(secs => $2) or n.snoozed_until > now() - make_interval(secs => $2)' +
      ` or n.id > $3) order by n.id desc limit ${mostRecent}) n order by n.id`,
    values: [recipients, seconds, since ?? null],
  })
  return rows
}

/** @returns whether there is such a notification of his */
export async function changeNotification(
  db: Queryable,
  reader: Reader,
  { id, read, until }: { id: string; read: boolean; until: Date | null },
): Promise<boolean> {
  const { rowCount } = await db.query({
    text:
      'update fw_notification n set read_at = case when $3 then coalesce(read_at, now()) else read_at end,' +
      ` snoozed_until = coalesce($4, snoozed_until) where id = $1 and recipient = $2 and ${inScope('$5')}`,
    values: [id, reader.id, read, until, objectsOf(reader)],
  })
  return rowCount === 1
}

/**
 * Marks everything as read that somebody has seen; what is put off stays.
 *
 * @param upTo the newest that he has seen; null: all
 * @returns how many
 */
export async function readEverything(db: Queryable, reader: Reader, upTo: string | null): Promise<number> {
  const { rowCount } = await db.query({
    text:
      `update fw_notification n set read_at = now() where n.recipient = $1 and ${isUnread}` +
      ` and ($2::uuid is null or n.id <= $2) and ${inScope('$3')}`,
    values: [reader.id, upTo, objectsOf(reader)],
  })
  return rowCount ?? 0
}
