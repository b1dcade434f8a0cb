import type { LocalizedText } from '@fieldwork/expressions'

/** A JSON object of a definition. */
export type Json = Record<string, unknown>

/** The platform half of a property. */
export interface FieldOptions {
  type: string
  label?: LocalizedText
  help?: LocalizedText
  order?: number
  unique?: boolean | { ignoreCase?: boolean; ignoreWidth?: boolean; ignoreSpaces?: boolean }
  filterable?: boolean
  visible?: boolean
  reportable?: 'dimension' | 'measure' | 'none'
  sensitive?: boolean | { mask: string }
  indexed?: boolean
  searchable?: boolean
  history?: boolean
  [option: string]: unknown
}

/** One field of an object definition. */
export interface Property {
  default?: unknown
  readOnly?: boolean
  'x-field': FieldOptions
  [keyword: string]: unknown
}

/** One choice of a select field. */
export interface SelectOption {
  order: number
  label: LocalizedText
  color?: string
  /** stands for it in auto-numbers */
  code?: string
  active?: boolean
}

/** A record is refused while `when` holds. */
export interface Rule {
  when: string
  message: LocalizedText
  field?: string
  severity?: 'block' | 'warn'
  on?: RuleMoment[]
}

/** When a rule is tested. */
export type RuleMoment = 'save' | 'transition' | 'import'

/** A way from some states to another. */
export interface Transition {
  label?: LocalizedText
  from: string[]
  to: string
  when?: string
  requires?: string[]
  set?: Record<string, string>
}

/** The state model of an object. */
export interface States {
  field: string
  initial: string
  transitions?: Record<string, Transition>
}

/** A type of records with rules of its own. */
export interface RecordType {
  label?: LocalizedText
  help?: LocalizedText
  order?: number
  color?: string
  code?: string
  active?: boolean
  default?: boolean
  /** the state in which its records begin */
  initial?: string
  required?: string[]
  hidden?: string[]
  /** by field: the options that its records may have */
  options?: Record<string, string[]>
  /** by field: a value, or an expression behind `=` */
  defaults?: Record<string, unknown>
}

/** Fields that ought to be filled in together, with their weights. */
export interface CompletenessGroup {
  label?: LocalizedText
  responsible?: LocalizedText
  order?: number
  when?: string
  fields: Record<string, number>
}

/** What counts as the same in a duplicate rule. */
export type MatchKind = 'exact' | 'text' | 'company' | 'phone' | 'email' | 'domain'

/** A field that a duplicate rule compares; how follows from its type when left out. */
export interface MatchPart {
  field: string
  normalise?: MatchKind
}

/** Records are probably the same thing when every part is. */
export interface DuplicateRule {
  match: (string | MatchPart)[]
  /** only records for which it holds are compared */
  where?: string
  action: 'block' | 'warn'
  message?: LocalizedText
  order?: number
}

/** The platform half of an object's root. */
export interface ObjectOptions {
  label?: LocalizedText
  description?: LocalizedText
  icon?: string
  apps?: string[]
  owner?: boolean
  nameField?: string
  /** the lookup by which a record stands below another of the same object */
  hierarchy?: string
  /** the read-only integer at which the depth in it is kept */
  levelField?: string
  /** which records are to do, and for whom */
  todo?: { assignee: string; due?: string; open: string }
  /** by management dimension: the path to a record's values of it */
  dimensions?: Record<string, string>
  access?: { through?: string; parameter?: string }
  history?: boolean
  attachments?: boolean
  managed?: boolean
  states?: States
  rules?: Record<string, Rule>
  duplicates?: Record<string, DuplicateRule>
  recordTypes?: Record<string, RecordType>
  completeness?: Record<string, CompletenessGroup>
}

/** An object as its author writes it. */
export interface ObjectDefinition {
  name: string
  title?: string
  type: 'object'
  required?: string[]
  properties: Record<string, Property>
  'x-object'?: ObjectOptions
}

/** What a layout is for. */
export type LayoutPurpose = 'form' | 'detail'

/** A column of a table on a layout. */
export interface BlockColumn {
  order: number
  width?: number
  aggregate?: string
  /** of a printed table */
  label?: LocalizedText
  align?: BlockAlign
  total?: boolean
}

/** Where something printed stands in its place. */
export type BlockAlign = 'left' | 'center' | 'right'

/** One value of a summary. */
export interface SummaryField {
  order?: number
  label?: LocalizedText
  /** of printed totals */
  bold?: boolean
}

/** One block of a layout or a print template: x and w on 24 columns, y and h in rows. */
export interface Block {
  type: LayoutBlockType | PrintBlockType
  field?: string
  label?: LocalizedText
  text?: LocalizedText
  object?: string
  via?: string
  collection?: string
  columns?: Record<string, BlockColumn>
  /** of a summary, by field path */
  fields?: Record<string, SummaryField>
  sort?: string
  filter?: string
  limit?: number
  x: number
  y: number
  w: number
  h: number
  section?: string
  visibleWhen?: string
  requiredWhen?: string
  readOnlyWhen?: string
  /** from here on: of a print template */
  labelPlace?: 'left' | 'top' | 'none'
  as?: 'chinese-amount'
  align?: BlockAlign
  bold?: boolean
  /** of the letters, in points */
  size?: number
  numbered?: boolean
  /** a picture as a data address */
  data?: string
  /** of a barcode: an expression */
  value?: string
  symbology?: 'qr' | 'code128' | 'ean13' | 'datamatrix'
  caption?: boolean
  date?: boolean
  seal?: boolean
}

type LayoutBlockType = 'field' | 'section' | 'text' | 'related-list' | 'lines' | 'files' | 'summary'

/** Kinds of blocks of a print template. */
export type PrintBlockType =
  'field' | 'section' | 'text' | 'lines' | 'totals' | 'image' | 'barcode' | 'signature' | 'rule'

/** A form or detail layout. */
export interface LayoutDefinition {
  name: string
  object: string
  purpose: LayoutPurpose
  /** only records of this type are shown by it */
  recordType?: string
  label?: LocalizedText
  blocks: Record<string, Block>
}

/** One column of a view. */
export interface ViewColumn {
  order: number
  /** px */
  width?: number
  frozen?: boolean
  aggregate?: string
}

/** A view of a list, as its author writes it. */
export interface ViewDefinition {
  name: string
  object: string
  label?: LocalizedText
  type?: 'table' | 'tree'
  /** only records of this type are listed */
  recordType?: string
  columns: Record<string, ViewColumn>
  filter?: string
  sort?: string
  default?: boolean
  order?: number
  [key: string]: unknown
}

/** A name that the platform accepts for objects, fields, rules, transitions and blocks. */
export const NAME_PATTERN = /^[a-z][a-z0-9_]{0,47}$/
