import type { CheckedExpression, Constant } from '@fieldwork/expressions'
import type { LocalizedText } from '@fieldwork/fields'
import type { CompiledListener } from './compiled-workflow.ts'

/** A number, or a parameter whose value counts that it has on the day on which the time begins. */
export type Amount = number | Constant

/** A length of time; `at` is a time of day such as 09:00, without it the end of the day. */
export type TimeSpan = { hours: Amount } | { days: Amount; at?: string } | { workdays: Amount; at?: string }

/** How much time there is. */
export type DeadlineLength =
  | TimeSpan
  | { workingHours: Amount }
  | { weekday: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'; at: string }
  | { workdayOfMonth: number; at: string }

/** When the time begins. */
export type DeadlineStart =
  | { on: 'created' }
  | { on: 'transition'; transitions: readonly string[] }
  | { on: 'changed'; fields: readonly string[] }
  | { on: 'field'; field: string; isDate: boolean }
  | { on: 'period'; every: 'week' | 'month' }

/** Whom something is told. */
export interface ToldPeople {
  responsible: boolean
  /** levels above the responsible; 0: nobody above */
  superiors: number
  roles: readonly string[]
}

/** Told once, when its moment has come and it is still undone. */
export interface CompiledReminder {
  key: string
  from: 'start' | 'before' | 'after'
  span: TimeSpan
  to: ToldPeople
  channels: readonly ('mail' | 'sms' | 'robot' | 'push')[]
  label: LocalizedText | null
  /** it becomes a matter of those who are told */
  isEscalation: boolean
}

/** The record that there has to be for a period. */
export interface CompiledReport {
  object: string
  /** its lookup to the record */
  by: string
  /** its date in the period */
  on: string
  /** over the report */
  when: CheckedExpression | null
  /** its date with time at which it counted; null: when it was made */
  at: string | null
}

/** Until when something has to be done about records of an object. */
export interface CompiledDeadline {
  name: string
  label: LocalizedText
  order: number
  isActive: boolean
  object: string
  /** over the record; null: for all */
  when: CheckedExpression | null
  start: DeadlineStart
  length: DeadlineLength
  /** the first that holds counts instead */
  cases: readonly { key: string; when: CheckedExpression; length: DeadlineLength }[]
  calendar: string | null
  responsible: {
    /** gives employees or users, one or several */
    who: CheckedExpression | null
    of: 'employee' | 'user' | null
    roles: readonly string[]
  }
  done: CheckedExpression | null
  report: CompiledReport | null
  pause: CheckedExpression | null
  reminders: readonly CompiledReminder[]
  overdue: { set: Readonly<Record<string, CheckedExpression>>; transition: string | null } | null
  /** what it depends on changes without a write of the record, so it is looked at from time to time */
  isPolled: boolean
  /** stands for everything that decides about moments */
  state: string
  listeners: readonly CompiledListener[]
}
