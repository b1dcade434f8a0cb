import type { CompiledListener } from './compiled-workflow.ts'
import type { CheckedExpression, Constant } from '@fieldwork/expressions'
import type { LocalizedText } from '@fieldwork/fields'
import type { Duration, Mode, Step } from './generated/approval.ts'

/** A length of time, in one unit. */
export type ApprovalDuration = Duration

/** Who of those asked has to agree. */
export type ApprovalMode = Mode

/** Of whom or of what: the submitter, or users, employees or departments that the record leads to. */
export type CompiledPlace = { kind: 'submitter' } | { kind: 'record'; expression: CheckedExpression | null }

/** A source of people; what it reads of the record is `null` where it does not compile any more. */
export interface CompiledApprover {
  key: string
  label: LocalizedText | null
  /** null: it follows the step's mode */
  group: string | null
  /** it counts only where this holds; null: always */
  when: CheckedExpression | null
  who:
    | { kind: 'users'; users: readonly string[] }
    | { kind: 'role'; role: string; within: CompiledPlace | null }
    | { kind: 'position'; position: string; within: CompiledPlace | null }
    | { kind: 'head'; of: CompiledPlace; up: number; where: CheckedExpression | null }
    | { kind: 'superior'; of: CompiledPlace; levels: number }
    | { kind: 'field' | 'expression'; expression: CheckedExpression | null }
    | { kind: 'chosen'; from: readonly CompiledApprover[] | null; minimum: number; maximum: number }
    | { kind: 'table'; rows: readonly { when: CheckedExpression | null; approvers: readonly CompiledApprover[] }[] }
}

/** What becomes of the record. */
export interface ApprovalEffect {
  transition: string | null
  /** `user` is who acted */
  set: Readonly<Record<string, CheckedExpression>>
}

export interface CompiledEscalation {
  key: string
  /** after the step was due; null: at once */
  after: ApprovalDuration | null
  to: readonly CompiledApprover[]
  replace: boolean
  outcome: 'approve' | 'reject' | 'return' | null
}

export interface CompiledDue {
  after: ApprovalDuration
  special: readonly { when: CheckedExpression | null; after: ApprovalDuration }[]
  /** null: the default one */
  calendar: string | null
  remind: readonly { key: string; before: ApprovalDuration | null; after: ApprovalDuration | null }[]
  escalate: readonly CompiledEscalation[]
}

export type ApprovalAction = NonNullable<Step['actions']>[number]

export interface CompiledApprovalStep {
  key: string
  label: LocalizedText
  kind: 'decide' | 'advise' | 'notify'
  /** passed over where it does not hold; null: never */
  when: CheckedExpression | null
  approvers: readonly CompiledApprover[]
  mode: ApprovalMode
  groups: ReadonlyMap<string, { label: LocalizedText | null; mode: ApprovalMode }>
  onReject: 'reject' | 'return'
  /** fields that its people may change, those required among them */
  edit: ReadonlySet<string>
  require: readonly string[]
  comment: 'never' | 'on-disagree' | 'always'
  allowSubmitter: boolean
  /** null: every earlier one */
  returnTo: ReadonlySet<string> | null
  actions: ReadonlySet<ApprovalAction>
  due: CompiledDue | null
  /** null: the chain ends */
  next: string | null
  /** `when` null: always; `to` null: the chain ends */
  route: readonly { when: CheckedExpression | null; to: string | null }[]
}

export interface CompiledRefusal {
  key: string
  when: CheckedExpression | null
  message: LocalizedText
  field: string | null
  /** roles whose members may submit all the same, with a reason */
  overrideBy: ReadonlySet<string>
}

/** How much was approved, and what draws it down. */
export interface CompiledBalance {
  amount: CheckedExpression
  object: string
  /** their field that refers to the record */
  via: string
  value: CheckedExpression
  /** null: every record takes something */
  where: CheckedExpression | null
}

/** A chain of approval, checked. */
export interface CompiledApproval {
  name: string
  label: LocalizedText
  order: number
  active: boolean
  object: string
  /** the transition that submits; null: it is begun by hand */
  transition: string | null
  when: CheckedExpression | null
  refuse: readonly CompiledRefusal[]
  first: string
  /** nothing leads from one back to itself */
  steps: ReadonlyMap<string, CompiledApprovalStep>
  recall: 'before-decision' | 'while-pending' | 'never'
  resubmit: 'start' | 'returned-step'
  skipRepeated: boolean
  /** empty: administrators */
  fallback: readonly CompiledApprover[]
  effects: Readonly<Record<'submit' | 'approve' | 'reject' | 'return' | 'recall', ApprovalEffect>>
  balance: CompiledBalance | null
  /** an approval ends with its record */
  listeners: readonly CompiledListener[]
  /** the document in normal form: what a running approval keeps */
  definition: { name: string } & Record<string, unknown>
  /** the parameters that its expressions read, by name */
  parameters: Readonly<Record<string, Constant>>
}
