import type { Catalog } from '@fieldwork/metadata'
import { usualCalendar } from '../deadlines/calendar-of.ts'
import { dateField, dateText } from './date-field.ts'
import type { DateField } from './date-field.ts'
import { nextMoment } from './next-moment.ts'
import type { ReminderDeps } from './reminder.ts'
import { moveReminders, reminderColumns } from './stored.ts'
import type { Moved, ReminderRow } from './stored.ts'

const batch = 1000

/** Counts anew what depends on dates that have been changed since. */
export async function followDates({ db, registry, timeZone }: ReminderDeps, now: Date): Promise<void> {
  const catalog = registry.catalog()
  const { rows } = await db.query<{ object: string; field: string }>({
    text: `select distinct object, field from fw_reminder where field is not null and state <> 'stopped'`,
  })
  for (const { object, field } of rows) {
    const of = dateField(catalog, object, field)
    if (of) while ((await followField({ db, catalog, timeZone, now }, { object, of })) === batch);
  }
}

interface Scope extends Pick<ReminderDeps, 'db' | 'timeZone'> {
  catalog: Catalog
  now: Date
}

async function followField(
  { db, catalog, timeZone, now }: Scope,
  { object, of }: { object: string; of: DateField },
): Promise<number> {
  const counting = { timeZone, calendar: usualCalendar(catalog) }
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<ReminderRow & { value: string | null }>({
      text: `select ${reminderColumns}, m.seen, ${dateText(of)} as value from fw_reminder m
        join "${of.table}" r on r.id = m.record and r.deleted_at is null
        where m.object = $1 and m.field = $2 and m.state <> 'stopped' and m.seen is distinct from ${dateText(of)}
        limit $3 for update of m skip locked`,
      values: [object, of.field.name, batch],
    })
    await moveReminders(
      tx,
      rows.map((row) => movedTo(row, now, counting)),
    )
    return rows.length
  })
}

/** Where a date comes nearer than the reminder would have been, it is due at once. */
function movedTo(
  { value, ...reminder }: ReminderRow & { value: string | null },
  now: Date,
  counting: Parameters<typeof nextMoment>[2],
): Moved {
  const { id } = reminder
  const next = value === null ? null : nextMoment(reminder, { anchor: value, after: now }, counting)
  const event = { ...reminder, before: { amount: 0, unit: 'days' as const } }
  const isAhead = value !== null && nextMoment(event, { anchor: value, after: now }, counting) !== null
  return { id, state: 'waiting', seen: value, next_at: next ?? (isAhead ? now : null) }
}
