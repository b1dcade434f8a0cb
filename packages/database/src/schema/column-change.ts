import type { DesiredIndex, Signature } from './desired-schema.ts'

/** How a task moves a field from one column to another while both are in use. */
export interface ColumnChange {
  object: string
  field: string
  /** unquoted */
  table: string
  from: Signature & { name: string }
  to: Signature & { name: string; default: string | null }
  /** false: a column that the field had before takes it back */
  isNew: boolean
  /** SQL of the new value of row `t` */
  value: string
  /** a statement that counts the rows that lose something */
  losses: string
  /** what was counted when the change was confirmed */
  allowed: Losses
  indexes: Pick<DesiredIndex, 'name' | 'unique' | 'definition'>[]
}

export interface Losses {
  /** rows whose value does not fit and becomes empty */
  lost: number
  /** rows whose number loses digits */
  rounded: number
}
