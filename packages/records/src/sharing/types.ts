import type { GrantLevel } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'

interface RecordAddress {
  object: string
  id: string
}

/** Whom a record is shared with: exactly one of them. */
export interface ShareTarget {
  /** id of a user */
  user?: string
  /** id of a department: its people, and those of the departments below it */
  department?: string
  /** name of a role: who has it */
  role?: string
}

export interface ShareInput extends RecordAddress {
  to: ShareTarget
  level: GrantLevel
  /** the last day, YYYY-MM-DD; null: without end */
  until: string | null
}

export interface MembersInput extends RecordAddress {
  /** ids of users */
  add: readonly string[]
  remove: readonly string[]
  /** of those who are added */
  level: GrantLevel
}

export type AssignmentMethod = 'assign' | 'claim' | 'auto_distribute' | 'pool_return' | 'merge' | 'handover'

export interface AssignInput extends RecordAddress {
  /** id of the user who becomes the owner */
  owner: string
  reason?: string
  /** collections whose records of the same owner go along */
  children?: readonly string[]
  /** default: assign */
  method?: AssignmentMethod
  expectedVersion?: number
}

export interface AssignedRecord {
  id: string
  version: number
  /** the record as the actor may see it */
  json: string
  /** what the write was warned of */
  warnings?: Problem[]
  /** how many records of its collections went along */
  children: number
}

export interface Named {
  id: string
  label: string | null
}

export interface Member {
  id: string
  user: Named
  level: GrantLevel
  /** `manual`, or what made him a member by itself */
  source: string
  /** the rule that did, as it is called in the caller's language; null: people did */
  rule: { name: string; label: string } | null
  granted_by: Named | null
  granted_at: string
}

export interface Share {
  id: string
  to: { kind: 'user' | 'department'; id: string; label: string | null } | RoleTarget
  level: GrantLevel
  until: string | null
  granted_by: Named | null
  granted_at: string
}

export interface RoleTarget {
  kind: 'role'
  /** null: the role is no more */
  name: string | null
  label: string | null
}

/** Who may use a record beside those whose roles say so. */
export interface RecordGrants {
  owner: Named | null
  owner_department: Named | null
  members: Member[]
  shares: Share[]
  /** collections whose records can go along when it is assigned, in the caller's language */
  children: { name: string; label: string }[]
  /** what the caller may do about it */
  may: {
    members: boolean
    assign: boolean
    /** up to which level he may share it; null: not at all */
    share: GrantLevel | null
  }
}
