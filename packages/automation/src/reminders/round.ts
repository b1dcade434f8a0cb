import { appError, AppError } from '@fieldwork/metadata'
import type { CompiledObject, LocalizedText } from '@fieldwork/metadata'
import type { Queryable } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import { presentOf } from '../calendar/present.ts'
import { usualCalendar } from '../deadlines/calendar-of.ts'
import type { Round } from '../jobs/round.ts'
import { notify } from '../notifications/notify.ts'
import { followDates } from './follow-dates.ts'
import { nextMoment } from './next-moment.ts'
import type { ReminderDeps } from './reminder.ts'
import { moveReminders, reminderColumns } from './stored.ts'
import type { ReminderRow } from './stored.ts'

const everyMs = 5_000
const batch = 200

/** Reminds people when the time has come, each time once over all nodes. */
export const remindersRound = (deps: ReminderDeps): Round => ({
  name: 'reminders',
  everyMs,
  async look() {
    const now = await presentOf(deps.db)
    await followDates(deps, now)
    for (;;) {
      const { rows } = await deps.db.query<{ id: string; owner: string }>({
        text: 'select id, owner from fw_reminder where next_at <= $1 order by next_at limit $2',
        values: [now, batch],
      })
      for (const each of rows) await remind(deps, each, now)
      if (rows.length < batch) return
    }
  },
})

async function remind(deps: ReminderDeps, { id, owner }: { id: string; owner: string }, now: Date): Promise<void> {
  const actor = await deps.actorOf(owner, 'zh-CN')
  await deps.records.transaction(async (records, tx) => {
    const { rows } = await tx.query<ReminderRow>({
      text: `select ${reminderColumns}, m.seen, m.owner from fw_reminder m where m.id = $1 and m.next_at <= $2
        for update`,
      values: [id, now],
    })
    const [reminder] = rows
    if (!reminder) return
    const title = actor === null ? null : await titleOf(deps, { records, actor, reminder })
    if (title === null) await moveReminders(tx, [{ ...reminder, state: 'stopped', next_at: null }])
    else await tell(deps, tx, { reminder, title, now })
  })
}

/** With the eyes of the owner as he is now; null: he may not read the record, or the date that he is reminded of. */
async function titleOf(
  { registry }: ReminderDeps,
  { records, actor, reminder }: { records: Records; actor: Actor; reminder: ReminderRow },
): Promise<LocalizedText | null> {
  try {
    const object = registry.catalog().object(reminder.object)
    const read = [object.nameField, ...(reminder.field === null ? [] : [reminder.field])]
    const { json } = await records.get(actor, { object: object.name, id: reminder.record, fields: read })
    const record = JSON.parse(json) as Record<string, unknown>
    if (!read.every((name) => Object.hasOwn(record, name))) throw appError('not_found', { name: reminder.record })
    return words(object, record[object.nameField])
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null
    throw error
  }
}

function words({ label }: CompiledObject, name: unknown): LocalizedText {
  const of = typeof name === 'string' || typeof name === 'number' ? name : null
  return { en: `Reminder: ${of ?? label.en}`, 'zh-CN': `提醒：${of ?? label['zh-CN']}` }
}

async function tell(
  { registry, timeZone }: ReminderDeps,
  tx: Queryable,
  { reminder, title, now }: { reminder: ReminderRow; title: LocalizedText; now: Date },
): Promise<void> {
  const { id, owner, note, object, record, channels, seen, at, next_at: due } = reminder
  await notify(tx, {
    to: [owner],
    kind: 'reminder',
    title,
    ...(note !== null && { body: { en: note, 'zh-CN': note } }),
    about: { object, id: record },
    key: `reminder:${id}:${due}`,
    ...(channels !== null && { chosen: channels }),
  })
  const anchor = at ?? seen
  const counting = { timeZone, calendar: usualCalendar(registry.catalog()) }
  const next =
    anchor === null || reminder.repeat === null ? null : nextMoment(reminder, { anchor, after: now }, counting)
  await moveReminders(tx, [{ id, seen, state: next === null ? 'told' : 'waiting', next_at: next }])
  await tx.query({ text: 'update fw_reminder set told_at = now() where id = $1', values: [id] })
}
