import type { LocalizedText } from '@fieldwork/fields'
import type { Operation } from '@fieldwork/metadata'

/** One record, or one that would be created with these values. */
export type ExplainInput = {
  object: string
  operation: Operation
  /** the names of records that the actor does not see are told, too */
  namesHidden?: boolean
} & ({ id: string } | { values: Record<string, unknown> })

/** A reason why an arm leads to the record, or why it does not. */
export interface AccessReason {
  code: string
  message: LocalizedText
}

export type ArmKind =
  'administrator' | 'everybody' | 'all' | 'owner' | 'member' | 'share' | 'approver' | 'scope' | 'none'

/** One way by which a role might lead to the record. */
export interface ExplainedArm {
  /** of the record `role_assignment`; null: by the account or the position */
  assignment: string | null
  role: string | null
  /** who has lent the role to the person; null: it is his own */
  lentBy: { id: string; name: string; delegation: string } | null
  kind: ArmKind
  /** what the way is, in words */
  label: LocalizedText
  holds: boolean
  /** what does not hold; empty where it holds */
  missing: AccessReason[]
}

export type ExplainedField = 'none' | 'mask' | 'read' | 'write'

/** Why somebody may do something with a record, or why not. */
export interface ExplainedAccess {
  allowed: boolean
  /** of the record now: one in the recycle bin is nobody's to use */
  deleted: boolean
  arms: ExplainedArm[]
  /** what must hold whichever arm leads to the record: its master, and reading it */
  needs: (AccessReason & { holds: boolean })[]
  /** by field, as far as it is known without the new values */
  fields: Record<string, ExplainedField>
}
