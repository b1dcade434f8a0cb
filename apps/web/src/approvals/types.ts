import type { FileValue } from '@fieldwork/ui'

import type { Named } from '../workspace/people/types.ts'

export type { Named }
export type Label = Record<'en' | 'zh-CN', string>
export type Opinion = 'agree' | 'disagree' | 'advise'

/** A step by name. */
export interface StepName {
  key: string
  label: Label
}

/** An approval, as lists show it. */
export interface ApprovalHead {
  approval: string
  chain: { name: string; label: Label }
  object: string
  record: Named
  state: 'pending' | 'approved' | 'rejected' | 'returned' | 'recalled' | 'deleted'
  round: number
  comment: string | null
  submitter: Named | null
  submitted_at: string
  finished_at: string | null
}

/** How long there is, or since when it is late, in the unit in which the time was given. */
export interface TimeLeft {
  isLate: boolean
  unit: 'hours' | 'days' | 'workhours' | 'workdays'
  count: number
}

/** What a step lets its people do. */
interface OpenStep {
  actions?: string[]
  /** fields that may be changed, those required among them */
  edit?: string[]
  require?: string[]
  /** when words have to be given */
  commented?: 'never' | 'on-disagree' | 'always'
  opinions?: Opinion[]
}

/** Somebody's part in an approval. */
export interface ApprovalTask extends OpenStep {
  id: string
  approval: string
  step: StepName | string | null
  kind: 'decide' | 'advise' | 'notify'
  state: 'waiting' | 'pending' | 'done' | 'cancelled'
  /** key of the approver in the chain; `fallback`: he stands in because nobody else was found */
  source: string
  opinion: Opinion | 'return' | null
  comment: string | null
  visit: number
  assignee: Named | null
  behalf: Named | null
  due: string | null
  left?: TimeLeft | null
  overdue: boolean
  created_at: string
  decided_at: string | null
  decided_by: Named | null
}

export interface WaitingTask extends ApprovalTask {
  step: StepName | null
  about: ApprovalHead
}

export interface SubmittedApproval extends ApprovalHead {
  id: string
  step: StepName | null
}

type Mode = 'any' | 'all' | 'sequential' | { ratio: number } | { count: number }

/** A step that will come, if everybody agrees and nothing changes meanwhile. */
export interface StepAhead {
  key: string
  label: Label
  kind: 'decide' | 'advise' | 'notify'
  state: 'asked' | 'skipped' | 'chosen'
  condition: string | null
  mode: Mode
  groups: { key: string; label: Label | null; mode: Mode }[]
  people: {
    user: Named
    behalf: Named | null
    group: string | null
    isFallback: boolean
    isRepeated: boolean
  }[]
  unreachable: Named[]
  within: Partial<Record<TimeLeft['unit'], number>> | null
  due: string | null
}

/** What a submission would lead to. */
export interface ApprovalPreview {
  chain: { name: string; label: Label } | null
  refusals: { key: string; message: Label; field: string | null; isPassable: boolean }[]
  choices: { key: string; step: Label; label: Label | null; minimum: number; maximum: number; among: Named[] | null }[]
  steps: StepAhead[]
}

/** Something that happened to an approval. */
export interface TrailEntry {
  id: string
  action: string
  step: string | null
  actor: Named | null
  behalf: Named | null
  target: Named | null
  comment: string | null
  details: { to?: string; how?: 'back' | 'delegate' | 'superior' | 'fallback'; files?: FileValue[] } | null
  at: string
}

/** An approval with everything that happened. */
export interface Trail extends SubmittedApproval, OpenStep {
  steps: { key: string; label: Label; kind: string; to: string[] }[]
  tasks: (ApprovalTask & { step: string })[]
  trail: TrailEntry[]
  ahead: StepAhead[]
  /** what has become of the chain since the approval began by it; null: nothing, or it has ended */
  outdated: 'changed' | 'deleted' | null
  /** tasks that the caller may decide */
  mine: string[]
  /** steps before to which it can be given back */
  returnTo?: StepName[]
}
