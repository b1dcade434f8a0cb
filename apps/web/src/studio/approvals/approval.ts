import type { LocalizedText } from '@fieldwork/expressions'

/** A length of time in one unit. */
export type Duration = Partial<Record<DurationUnit, number>>

/** Units of lengths of time. */
export const DURATION_UNITS = ['hours', 'days', 'workhours', 'workdays'] as const

/** One of them. */
export type DurationUnit = (typeof DURATION_UNITS)[number]

/** Who of those asked has to agree. */
export type Mode = 'any' | 'all' | 'sequential' | { ratio: number } | { count: number }

/** What a column of a decision table has to be. */
export interface Cell {
  from?: number | string
  above?: number | string
  to?: number | string
  below?: number | string
  in?: (number | string)[]
}

/** A row of a decision table. */
export interface TableRow {
  order?: number
  cells?: Record<string, Cell>
  approvers: Record<string, Approver>
}

/** The first row whose cells all hold says who is asked. */
export interface DecisionTable {
  inputs: Record<string, string>
  rows: Record<string, TableRow>
}

/** Who is asked: exactly one of the kinds. */
export interface Approver {
  label?: LocalizedText
  order?: number
  group?: string
  when?: string
  users?: string[]
  role?: string
  within?: string
  position?: string
  head?: { of?: string; up?: number; where?: string }
  superior?: { of?: string; levels?: number }
  field?: string
  expression?: string
  chosen?: { from?: Record<string, Approver>; minimum?: number; maximum?: number }
  table?: DecisionTable
}

/** Kinds of sources of people. */
export const APPROVER_KINDS = [
  'users',
  'role',
  'position',
  'head',
  'superior',
  'field',
  'expression',
  'chosen',
  'table',
] as const

/** One of them. */
export type ApproverKind = (typeof APPROVER_KINDS)[number]

/** Another time for some records. */
export interface SpecialTime {
  when: string
  after: Duration
  order?: number
}

/** What happens when nobody decides. */
export interface Escalation {
  after?: Duration
  to?: Record<string, Approver>
  replace?: boolean
  outcome?: 'approve' | 'reject' | 'return'
  order?: number
}

/** A reminder before the time is due, or after it. */
export interface Reminder {
  before?: Duration
  after?: Duration
  order?: number
}

/** Until when a step has to be decided. */
export interface Due {
  after: Duration
  special?: Record<string, SpecialTime>
  calendar?: string
  remind?: Record<string, Reminder>
  escalate?: Record<string, Escalation>
}

/** A way on from a step. */
export interface Branch {
  when?: string
  to?: string
  order?: number
}

/** What people may do beside deciding. */
export const STEP_ACTIONS = ['return', 'transfer', 'delegate', 'add-before', 'add-after'] as const

/** One step of a chain. */
export interface ApprovalStep {
  label?: LocalizedText
  kind?: 'decide' | 'advise' | 'notify'
  when?: string
  approvers: Record<string, Approver>
  mode?: Mode
  groups?: Record<string, { label?: LocalizedText; mode?: Mode }>
  onReject?: 'reject' | 'return'
  edit?: string[]
  require?: string[]
  comment?: 'never' | 'on-disagree' | 'always'
  allowSubmitter?: boolean
  returnTo?: string[]
  actions?: (typeof STEP_ACTIONS)[number][]
  due?: Due
  next?: string
  route?: Record<string, Branch>
  order?: number
}

/** What becomes of the record. */
export interface Effect {
  transition?: string
  set?: Record<string, string>
}

/** Moments at which something becomes of the record. */
export const OUTCOMES = ['submit', 'approve', 'reject', 'return', 'recall'] as const

/** One of them. */
export type Outcome = (typeof OUTCOMES)[number]

/** A reason to refuse a submission. */
export interface Refusal {
  when: string
  message: LocalizedText
  field?: string
  overrideBy?: string[]
  order?: number
}

/** Who has to agree before records go on, as its author writes it. */
export interface ApprovalDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  active?: boolean
  object: string
  start?: { transition?: string; manual?: true }
  when?: string
  refuse?: Record<string, Refusal>
  first: string
  steps: Record<string, ApprovalStep>
  recall?: 'before-decision' | 'while-pending' | 'never'
  resubmit?: 'start' | 'returned-step'
  skipRepeated?: boolean
  fallback?: Record<string, Approver>
  effects?: Partial<Record<Outcome, Effect>>
  balance?: { amount: string; object: string; via: string; value: string; where?: string }
}
