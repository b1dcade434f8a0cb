export interface Named {
  id: string
  label: string | null
}

export type Level = 'read' | 'edit'

export interface Member {
  id: string
  user: Named
  level: Level
  source: string
  /** the rule that made him one; null: people did */
  rule: { name: string; label: string } | null
}

export interface Share {
  id: string
  to: { kind: 'user' | 'department' | 'role'; label: string | null }
  level: Level
  until: string | null
}

/** Who may use a record, and what the caller may do about it. */
export interface RecordGrants {
  owner: Named | null
  owner_department: Named | null
  members: Member[]
  shares: Share[]
  children: { name: string; label: string }[]
  may: { members: boolean; assign: boolean; share: Level | null }
}

/** What a person holds, by object. */
export interface Holdings {
  user: string
  name: string
  state: string | null
  leave_date: string | null
  successor: Named | null
  data: { object: string; label: string; owned: number; member: number; shared: number }[]
}

/** Somebody who should have handed over by now. */
export interface Overdue {
  user: string
  name: string
  leave_date: string
  owned: number
  to: Named | null
}

/** A hand-over under way. */
export interface HandOver {
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  error: { message: string } | null
}
