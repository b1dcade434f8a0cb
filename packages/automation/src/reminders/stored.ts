import type { Queryable } from '@fieldwork/database'
import type { StoredReminder } from './reminder.ts'

const iso = (column: string, name = column) =>
  `to_char(m.${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`

/** The columns of a stored reminder, of the table `m`. */
export const reminderColumns = [
  'm.id, m.object, m.record, m.note, m.field, m.clock, m.repeat, m.until::text as until, m.channels, m.state',
  `json_build_object('amount', m.before_amount, 'unit', m.before_unit) as before`,
  ...['at', 'next_at', 'told_at', 'created_at'].map((column) => iso(column)),
].join(', ')

export interface ReminderRow extends StoredReminder, Record<string, unknown> {
  owner: string
  /** the date that the moment was counted from */
  seen: string | null
}

/** What changes when a reminder has been looked at. */
export interface Moved {
  id: string
  state: StoredReminder['state']
  seen: string | null
  next_at: Date | null
}

export async function moveReminders(tx: Queryable, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return
  await tx.query({
    text: `update fw_reminder m set state = n.state, seen = n.seen, next_at = n.next_at
      from jsonb_to_recordset($1) n(id uuid, state text, seen text, next_at timestamptz) where m.id = n.id`,
    values: [JSON.stringify(moved)],
  })
}
