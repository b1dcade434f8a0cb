import type { Database } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import type { Catalog } from '@fieldwork/metadata'

export type BeforeUnit = 'minutes' | 'hours' | 'days' | 'weeks'
export type Repeat = 'day' | 'workday' | 'week' | 'month' | 'year'

/** When somebody is to be reminded. */
export interface ReminderRule {
  /** a moment (ISO); null: by the date in `field` */
  at: string | null
  /** a date or datetime field of the record */
  field: string | null
  /** so long before that date */
  before: { amount: number; unit: BeforeUnit }
  /** at which time of the day, `09:00`; null: that of the moment, 09:00 of a date */
  clock: string | null
  /** again each so long */
  repeat: Repeat | null
  /** the last day of the repetition, `2026-12-31` */
  until: string | null
}

/** A reminder that somebody sets on a record. */
export interface NewReminder extends ReminderRule {
  object: string
  record: string
  note: string | null
  /** names of channels besides the application's own list; null: as he has chosen for reminders */
  channels: readonly string[] | null
}

export interface StoredReminder extends NewReminder {
  id: string
  /** `stopped`: the record or the right to read it is gone */
  state: 'waiting' | 'told' | 'stopped'
  /** ISO; null: no moment is to come, or the date of the record is empty */
  next_at: string | null
  told_at: string | null
  created_at: string
}

/** What reminders are kept with. */
export interface ReminderDeps {
  db: Database
  registry: { catalog(): Catalog }
  records: Records
  /** IANA name of the workspace's zone */
  timeZone: string
  /** null: there is no such user, or he may not log in */
  actorOf(user: string, locale: 'en' | 'zh-CN'): Promise<Actor | null>
}
