import type { CompiledDeadline, CompiledReminder } from '@fieldwork/metadata'
import { movedBy } from './length.ts'
import type { Counting } from './length.ts'

/** The key of the moment at which it is due. */
export const overdue = 'overdue'

/** Something that happens when its time has come and the deadline is still open. */
export interface Moment {
  key: string
  at: Date
  /** null: it is due */
  reminder: CompiledReminder | null
}

/** All that happens to a deadline until somebody has done what it is about, in order. */
export function momentsOf(
  { reminders }: Pick<CompiledDeadline, 'reminders'>,
  { start, due }: { start: Date; due: Date },
  counting: Counting,
): Moment[] {
  const told = reminders.map((reminder): Moment => {
    const sign = reminder.from === 'before' ? -1 : 1
    // a day after midnight is the end of the next day, not of the one after
    const from = reminder.from === 'start' ? start : due
    const moment = reminder.from === 'after' ? new Date(from.getTime() - 1) : from
    const at = movedBy(reminder.span, 'hours' in reminder.span ? from : moment, { ...counting, sign })
    return { key: reminder.key, at, reminder }
  })
  return [...told, { key: overdue, at: due, reminder: null }].toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
