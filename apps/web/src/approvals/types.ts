import type { Named } from '../workspace/people/types.ts'

export type { Named }
export type Label = Record<'en' | 'zh-CN', string>
export type Opinion = 'agree' | 'disagree' | 'advise'

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

/** Somebody's part in an approval. */
export interface ApprovalTask {
  id: string
  approval: string
  step: { key: string; label: Label } | string | null
  kind: 'decide' | 'advise' | 'notify'
  state: 'waiting' | 'pending' | 'done' | 'cancelled'
  opinion: Opinion | 'return' | null
  comment: string | null
  assignee: Named | null
  behalf: Named | null
  due: string | null
  overdue: boolean
  created_at: string
  decided_at: string | null
  decided_by: Named | null
  actions?: string[]
  edit?: string[]
  opinions?: Opinion[]
}

export interface WaitingTask extends ApprovalTask {
  step: { key: string; label: Label } | null
  about: ApprovalHead
}

export interface SubmittedApproval extends ApprovalHead {
  id: string
  step: { key: string; label: Label } | null
}

/** An approval with everything that happened. */
export interface Trail extends SubmittedApproval {
  steps: { key: string; label: Label; kind: string; to: string[] }[]
  tasks: (ApprovalTask & { step: string })[]
  trail: {
    id: string
    action: string
    step: string | null
    actor: Named | null
    behalf: Named | null
    target: Named | null
    comment: string | null
    at: string
  }[]
  /** tasks that the caller may decide */
  mine: string[]
  actions?: string[]
  edit?: string[]
  opinions?: Opinion[]
}
