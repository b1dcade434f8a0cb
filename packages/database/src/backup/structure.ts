/** A table as it is created again: first empty, then filled, then with what depends on its rows. */
export interface TableStructure {
  name: string
  /** creates it, without indexes and constraints */
  create: string
  /** columns that hold values of their own; generated ones compute theirs */
  columns: string[]
  /** keys, checks, indexes, statistics: once the rows are there */
  complete: string[]
  /** references to other tables: once those are complete */
  references: string[]
  triggers: string[]
  /** whether its rows belong to a backup */
  hasRows: boolean
}

export interface SequenceStructure {
  name: string
  create: string
  /** what it ends with: `alter sequence … owned by …`; null: it belongs to no column */
  own: string | null
}

/** Everything of a workspace but its rows, as statements whose names are looked up in the search path. */
export interface Structure {
  /** the schema it was read from; some functions name it */
  schema: string
  functions: string[]
  sequences: SequenceStructure[]
  tables: TableStructure[]
  /** what is in the schema and not part of a backup, such as views of somebody else; names with their kinds */
  leftOut: string[]
}

/** What lives for a moment only, or belongs to this installation: of these tables a backup has no rows. */
export const tablesWithoutRows: ReadonlySet<string> = new Set([
  'fw_session',
  'fw_captcha',
  'fw_attempt',
  'fw_idempotency',
  'fw_backup',
  'fw_call',
  'fw_hook_call',
  'fw_worker',
])

/** Rows that a backup leaves out of a table: the work of backups themselves would begin again. */
export const rowConditions: Readonly<Record<string, string>> = { fw_task: `kind not like 'backup.%'` }
