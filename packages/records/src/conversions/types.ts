type FieldValues = Record<string, unknown>

/** The record that is converted. */
interface SourceAddress {
  object: string
  id: string
}

/** What whoever converts decides about one target. */
export interface TargetChoice {
  /** whether an optional target is made */
  include?: boolean
  /** id of a record that is taken instead of a new one */
  existing?: string | null
  /** in place of the mapped values, or beside them */
  values?: FieldValues
  /** by key: the source lines that are converted, and how much of each; all that remains when left out */
  lines?: Record<string, { id: string; quantity?: number }[]>
}

export interface ConvertInput extends SourceAddress {
  conversion: string
  expectedVersion?: number
  targets: Record<string, TargetChoice>
}

/** What a target would be, before anything is made. */
export interface TargetPreview {
  object: string
  label: string
  optional: boolean
  /** whether it would be made if nobody said anything */
  include: boolean
  /** null: always new; else the record that is suggested in place of a new one */
  existing: { suggested: { id: string; label: string | null } | null } | null
  /** lookups as `{id, label}` */
  values: FieldValues
  /** fields that refer to another target of the conversion, and to the source */
  links: string[]
  lines: Record<string, PreviewLine[]>
}

export interface PreviewLine {
  /** of the source line */
  id: string
  /** what is left of it; null where lines are converted as a whole */
  remaining: number | null
  values: FieldValues
}

export interface ConversionPreview {
  conversion: string
  label: string
  help: string | null
  targets: Record<string, TargetPreview>
}

export interface ConvertedRecord {
  object: string
  id: string
  /** false: a record that was there already */
  isNew: boolean
}

export interface Converted {
  conversion: string
  source: SourceAddress & { version: number }
  /** without those that were left out */
  targets: Record<string, ConvertedRecord>
  /** whether nothing of the source remains to be converted */
  complete: boolean
}

/** A conversion of a record's object, and what it has made of the record. */
export interface ConversionState {
  name: string
  label: string
  help: string | null
  /** whether it is possible now */
  available: boolean
  made: { target: string; label: string; object: string; id: string; name: string | null; at: string }[]
}
