import type { WholeFinding } from './settle-wholes.ts'

/** Why a write was refused; null = it was done. Nothing is stored when it is refused. */
export type Refusal =
  | 'stale_revision'
  | 'not_found'
  | 'kept'
  | 'forbidden'
  | 'stale_version'
  | 'unknown_reference'
  | 'forbidden_post_image'
  | 'forbidden_assign'
  | 'forbidden_field'
  | 'still_referenced'
  | 'dependents_forbidden'
  | 'too_many_dependents'
  | 'whole_is_deleted'
  | 'state'
  | 'rule'
  | 'duplicate'
  | 'warning'

export interface WriteOutcome {
  code: Refusal | null
  /**
   * what explains the code: `field:<name>`, `cycle:<name>` and `rule:<name>` (unknown_reference, rule), `object.field`
   * (still_referenced, dependents_forbidden), `assign:<field>` (forbidden_assign),
   * `write:<field>` (forbidden_field), `duplicate:<rule>:<ids>`, `rule:<name>` of warnings (also when it was
   * done), and for state `from`, `when`, `requires:<field>` or `use_transition`
   */
  detail: string[]
  /** the record as the actor may see it; null when refused and after a delete */
  json: string | null
  version: number | null
  /** the record was so already: nothing is written and no event */
  isUnchanged?: true
  /** what wholes of records that were taken along say to it: refusing where there is a code, else warnings */
  findings?: WholeFinding[]
  /** the object that the detail is about, where it is one of the records taken along */
  object?: string
}

export interface InsertInput {
  object: string
  /** UUID v7, from `newId` */
  id: string
  /** normalised values by field name; absent and null are the same */
  values: Record<string, unknown>
  /** kept in the history */
  reason?: string
  /** its lines are written after it: rules that look at them are left to `checkLineRules` */
  beforeLines?: boolean
  /** names of values whose writing depends on the record, in order: see `FieldRights.partlyWritten` */
  guarded?: readonly string[]
}

export interface WriteInput {
  object: string
  id: string
  /** `assign` writes whose it is by the right to assign, where `update` needs that to change it */
  operation: 'update' | 'delete' | 'restore' | 'transition' | 'undelete' | 'assign'
  /** it is assigned along with the record that it belongs to: reading it is right enough */
  carried?: boolean
  /** which one, where the operation is `transition` */
  transition?: string
  /** refuse when the record has another version */
  expectedVersion?: number
  /** normalised values by field name; null empties a field */
  values: Record<string, unknown>
  reason?: string
  /** its lines are written after it: rules that look at them are left to `checkLineRules` */
  beforeLines?: boolean
  /** names of values whose writing depends on the record, in order: see `FieldRights.partlyWritten` */
  guarded?: readonly string[]
  /** refuse (`kept`) while an approval of the record is under way, unless it is this approval that writes */
  unlessKept?: boolean
}

/** The row of a write statement: code, detail, record, version. */
export type VerdictRow = [Refusal | null, string[] | null, string | null, number | null]

export function outcomeOf(row: VerdictRow | undefined): WriteOutcome {
  if (!row) throw new Error('A write statement returned no verdict')
  const [code, detail, json, version] = row
  return { code, detail: detail ?? [], json, version }
}
