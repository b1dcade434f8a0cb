import { newId } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import { presentOf } from '../calendar/present.ts'
import { usualCalendar } from '../deadlines/calendar-of.ts'
import { dateField, readDate } from './date-field.ts'
import { nextMoment } from './next-moment.ts'
import type { NewReminder, ReminderDeps, StoredReminder } from './reminder.ts'
import { reminderColumns } from './stored.ts'
import type { ReminderRow } from './stored.ts'

/** that one person may have to come */
const most = 1000

interface Scope {
  tx: Queryable
  catalog: Catalog
  timeZone: string
  now: Date
}

/**
 * Sets a reminder on a record that the owner may read; whether he may is for the caller to find out.
 *
 * @throws invalid_request when its moment is over, or with more than 1,000
 */
export async function createReminder(
  deps: Pick<ReminderDeps, 'db' | 'registry' | 'timeZone'>,
  owner: string,
  reminder: NewReminder,
): Promise<StoredReminder> {
  return deps.db.transaction(async (tx) => {
    const scope = { tx, catalog: deps.registry.catalog(), timeZone: deps.timeZone, now: await presentOf(tx) }
    await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 7))', values: [`reminders ${owner}`] })
    const { rows } = await tx.query<{ count: number }>({
      text: `select count(*)::int as count from fw_reminder where owner = $1 and state = 'waiting'`,
      values: [owner],
    })
    if (rows[0]!.count >= most)
      throw appError('invalid_request', {
        reason: { en: `more than ${most} reminders`, 'zh-CN': `提醒超过 ${most} 条` },
      })
    const id = newId()
    await tx.query({
      text: `insert into fw_reminder (id, owner, object, record, at, field) values ($1, $2, $3, $4, $5, $6)`,
      values: [id, owner, reminder.object, reminder.record, reminder.at, reminder.field],
    })
    return store(scope, id, reminder)
  })
}

/** Whose reminders; with a token that is for some objects, only what is about their records. */
interface ReminderOwner {
  owner: string
  /** null: of all objects */
  objects: readonly string[] | null
}

/** Changes a reminder of the owner; it starts anew. @throws not_found */
export async function changeReminder(
  deps: Pick<ReminderDeps, 'db' | 'registry' | 'timeZone'>,
  { id, owner, objects }: ReminderOwner & { id: string },
  change: (stored: StoredReminder) => NewReminder | Promise<NewReminder>,
): Promise<StoredReminder> {
  return deps.db.transaction(async (tx) => {
    const { rows } = await tx.query<ReminderRow>({
      text: `select ${reminderColumns} from fw_reminder m where m.id = $1 and m.owner = $2
        and ($3::text[] is null or m.object = any($3)) for update`,
      values: [id, owner, objects],
    })
    if (!rows[0]) throw appError('not_found', { name: id })
    const scope = { tx, catalog: deps.registry.catalog(), timeZone: deps.timeZone, now: await presentOf(tx) }
    return store(scope, id, await change(rows[0]))
  })
}

async function store(scope: Scope, id: string, reminder: NewReminder): Promise<StoredReminder> {
  const { note, at, field, before, clock, repeat, until, channels } = reminder
  const { seen, next } = await firstMoment(scope, reminder)
  const { rows } = await scope.tx.query<StoredReminder & Record<string, unknown>>({
    text: `update fw_reminder m set note = $2, at = $3, field = $4, before_amount = $5, before_unit = $6, clock = $7,
        repeat = $8, until = $9, channels = $10, seen = $11, next_at = $12, state = 'waiting'
      where m.id = $1 returning ${reminderColumns}`,
    values: [id, note, at, field, before.amount, before.unit, clock, repeat, until, channels, seen, next],
  })
  return rows[0]!
}

/** A date in the record may be empty or over: the reminder waits for the next one. */
async function firstMoment({ tx, catalog, timeZone, now }: Scope, reminder: NewReminder) {
  const of = reminder.field === null ? null : dateField(catalog, reminder.object, reminder.field)
  const seen = of ? await readDate(tx, of, reminder.record) : null
  const anchor = reminder.at ?? seen
  const counting = { timeZone, calendar: usualCalendar(catalog) }
  const next = anchor === null ? null : nextMoment(reminder, { anchor, after: now }, counting)
  if (reminder.at !== null && next === null) {
    const reason = { en: 'the moment is over', 'zh-CN': '时间已过' }
    throw appError('invalid_request', { reason })
  }
  return { seen, next: next?.toISOString() ?? null }
}

/** Reminders that somebody has set, newest first. */
export async function listReminders(
  db: Queryable,
  { owner, objects }: ReminderOwner,
  query: { record: { object: string; id: string } | null; open: boolean; limit: number; after: string | null },
): Promise<{ data: StoredReminder[]; page: { after: string | null } }> {
  const { record, open, limit, after } = query
  const { rows } = await db.query<StoredReminder & Record<string, unknown>>({
    text: `select ${reminderColumns} from fw_reminder m where m.owner = $1
        and ($2::uuid is null or (m.record = $2 and m.object = $3)) and (not $4 or m.state = 'waiting')
        and ($5::uuid is null or m.id < $5) and ($7::text[] is null or m.object = any($7))
        order by m.id desc limit $6`,
    values: [owner, record?.id ?? null, record?.object ?? null, open, after, limit + 1, objects],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? (data.at(-1)?.id ?? null) : null } }
}

/** @throws not_found */
export async function removeReminder(
  db: Queryable,
  { id, owner, objects }: ReminderOwner & { id: string },
): Promise<void> {
  const { rowCount } = await db.query({
    text: `delete from fw_reminder where id = $1 and owner = $2 and ($3::text[] is null or object = any($3))`,
    values: [id, owner, objects],
  })
  if (rowCount === 0) throw appError('not_found', { name: id })
}
