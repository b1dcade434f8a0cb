import type { Constant } from '@fieldwork/expressions'
import type { ExpressionKind, FilterKind, JsonSchema, LocalizedText, Presentation } from '@fieldwork/fields'
import type { PlatformRight } from '@fieldwork/metadata'

/** A language the platform ships. */
export type Locale = 'en' | 'zh-CN'

/** What a caller may do with an object. */
export type Right = 'read' | 'create' | 'update' | 'delete' | 'export' | 'print' | 'share' | 'assign' | 'comment'

/** One entry of an app's menu. */
export interface MenuItem {
  key: string
  type: 'object' | 'group'
  object?: string
  view?: string
  /** among the tabs at the bottom of a phone */
  phoneTab?: boolean
  label: string
  icon?: string
  children?: MenuItem[]
}

interface WebPart {
  key: string
  order: number
}

/** What a plugin that is enabled shows this caller in the browser, each list in its order. */
export interface WebPlugin {
  name: string
  label: string
  /** address of the module with its components */
  src: string
  pages: (WebPart & { label: string; icon: string; app?: string })[]
  tiles: (WebPart & { label: string; wide?: boolean })[]
  buttons: (WebPart & { object: string })[]
  panels: (WebPart & { object: string; label: string })[]
  /** names of field types */
  widgets: string[]
}

/** An app as the caller sees it: its menu holds only what the caller may read. */
export interface AppMenu {
  name: string
  label: string
  icon?: string
  items: MenuItem[]
}

/** `GET /api/me` */
export interface Me {
  user: { id: string; username: string; name: string; roles: string[]; administrator: boolean }
  /** who really looks, where it is with the eyes of `user` */
  viewed_by?: { id: string; name: string } | null
  /** null where the caller came with a token */
  csrf: string | null
  locale: Locale
  timeZone: string
  apps: AppMenu[]
  rights: Record<string, Right[]>
  /** what the caller may do beyond records */
  platformRights: PlatformRight[]
  /** every object that the caller may read; people make records of all but the managed ones; those of hierarchies stand below each other */
  objects: Record<
    string,
    {
      label: string
      icon: string
      managed: boolean
      hierarchy: boolean
      isCreatedWithMaster?: boolean
      /** how to list what of it the caller has to do, with the fields of its name and of when it is due */
      todo?: { filter: string; name: string; due: string | null }
    }
  >
  /** what plugins show in the browser; absent from a server without any */
  plugins?: WebPlugin[]
  revision: number
  workspace: { name: string; label: string; accent?: string }
}

/** One choice of a select field; the list is in display order. */
export interface FieldOption {
  value: string
  label: string
  color?: string
  active?: boolean
}

/** A field as the caller sees it, labels in the caller's language. */
export interface FieldInfo {
  label: string
  help?: string | null
  type: string
  readable: boolean
  writable: boolean
  /** it can be written on some records only */
  partlyWritable?: boolean
  required: boolean
  reference?: string | null
  widget: string
  /** false: it cannot be filtered by */
  filterable?: boolean
  /** false: pickers of fields leave it out */
  visible?: boolean
  /** its values are hidden from the caller; records tell under `_masked` what is shown instead */
  masked?: boolean
  formula?: string | null
  /** where the schema leaves the field out: `x-field` with what decides the format of a value */
  property?: JsonSchema | null
  /** source of what a new record gets; constants stand in the schema */
  defaultExpression?: string | null
  options?: FieldOption[] | null
  /** how lists and forms treat it; absent in drafts that the server has not seen */
  presentation?: (Presentation & { filter: FilterKind }) | null
  /** how expressions see a value */
  expression?: ExpressionKind | null
}

/** The field at the end of a column's path; the label says where the path leads. */
export type ColumnField = Pick<
  FieldInfo,
  'label' | 'type' | 'reference' | 'widget' | 'property' | 'options' | 'presentation'
> & {
  sortable: boolean
  filterable?: boolean
}

/** Kinds of block a layout is made of. */
export type BlockType = 'field' | 'section' | 'text' | 'related-list' | 'lines' | 'files' | 'summary'

/** A column of a table inside a layout. */
export interface BlockColumn {
  order: number
  /** px */
  width?: number
  aggregate?: string
  /** at the end of a path; absent for a field of the records themselves, and in drafts that the server has not seen */
  field?: ColumnField
}

/** One value of a summary; in drafts that the server has not seen it may lack its field. */
export interface SummaryField {
  order?: number
  /** instead of the field's own */
  label?: string | LocalizedText
  field?: ColumnField
}

/** One block of a layout; x and w on 24 columns, y and h in rows. */
export interface LayoutBlock {
  type: BlockType
  field?: string
  label?: string | LocalizedText
  text?: string | LocalizedText
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
}

/** A form or detail layout: a flat keyed map of blocks. */
export interface Layout {
  name?: string
  object: string
  purpose: 'form' | 'detail'
  label?: string | LocalizedText
  blocks: Record<string, LayoutBlock>
}

/** A transition of the state model. */
export interface TransitionInfo {
  label: string
  from: string[]
  to: string
  requires: string[]
  /** it begins an approval; absent in drafts that the server has not seen */
  approved?: boolean
}

/** Records of another object that refer to this one. */
export interface CollectionInfo {
  object: string
  field: string
  isLines: boolean
  label: string
  minLines: number
  maxLines: number | null
  position: string | null
}

/** `GET /api/records/{object}/schema`: all that a form, list or record page needs to be drawn. */
export interface ObjectSchema {
  object: string
  label: string
  icon?: string
  nameField: string
  mode: 'create' | 'update'
  schema: JsonSchema
  layout: Layout
  detailLayout: Layout
  states: { field: string; initial: string; transitions: Record<string, TransitionInfo> } | null
  /** in their order; absent in drafts that the server has not seen, null where all records are of one kind */
  recordTypes?: RecordTypeInfo[] | null
  /** the type that the schema is for */
  recordType?: string | null
  /** what refers to its records, by name; absent in drafts that the server has not seen */
  collections?: Record<string, CollectionInfo>
  fields: Record<string, FieldInfo>
  operations: Right[]
  /** files can be attached to its records; absent in drafts that the server has not seen */
  attachments?: boolean
  /** the standard behind the completeness of its records; absent in drafts that the server has not seen */
  completeness?: CompletenessInfo[] | null
  /** parameters that its expressions read, by name */
  parameters?: Record<string, Constant>
  /** what its records can become; absent in drafts that the server has not seen */
  conversions?: ConversionInfo[]
  /** chains of approval that are begun by hand; absent in drafts that the server has not seen */
  approvals?: { name: string; label: string }[]
  validator: string
  hash: string
  /** fields by which duplicates are found */
  duplicateFields?: string[]
}

/** Fields that ought to be filled in together. */
export interface CompletenessInfo {
  name: string
  label: string
  responsible: string | null
  /** expression: only for records for which it holds */
  when: string | null
  /** the field that tells how complete it is, in percent */
  field: string
  /** weights */
  fields: Record<string, number>
}

/** A way to make other records of a record. */
export interface ConversionInfo {
  name: string
  label: string
  /** the transition that it ends with */
  transition: string | null
}

/** One of `GET /api/records/{object}/{id}/conversions`. */
export interface ConversionState {
  name: string
  label: string
  help: string | null
  available: boolean
  made: { target: string; label: string; object: string; id: string; name: string | null; at: string }[]
}

/** What a target of a conversion would be. */
export interface TargetPreview {
  object: string
  label: string
  optional: boolean
  include: boolean
  existing: { suggested: Reference | null } | null
  values: Record<string, unknown>
  links: string[]
  lines: Record<string, { id: string; remaining: number | null; values: Record<string, unknown> }[]>
}

/** The answer to a conversion that is only tried. */
export interface ConversionPreview {
  conversion: string
  label: string
  help: string | null
  targets: Record<string, TargetPreview>
}

/** A type of records. */
export interface RecordTypeInfo {
  name: string
  label: string
  help: string | null
  color: string | null
  /** the caller may choose it for a new record */
  creatable: boolean
  /** fields that its records do not have */
  hidden: string[]
}

/** One column of a view, keyed by field path. */
export interface ViewColumn {
  order?: number
  width?: number
  frozen?: boolean
  aggregate?: string
  field: ColumnField
}

/** A view of `GET /api/records/{object}/views`. */
export interface View {
  name: string
  object: string
  /** only records of this type are shown, and new ones have it */
  recordType?: string
  label: string
  type: string
  columns: Record<string, ViewColumn>
  filter?: string
  sort?: string
  default?: boolean
  order?: number
}

/** A reference as reads return it. */
export interface Reference {
  id: string
  label: string | null
}

/** A record as reads return it. */
export type RecordData = { id: string; version: number } & Record<string, unknown>

/** One page of a list; `after` is null on the last one. */
export interface RecordPage {
  data: RecordData[]
  page: { after: string | null; count?: number | null }
}

/** One entry of a record's history; changes are `{ field: [old, new] }`, lookups as references. */
export interface HistoryEntry {
  event: string
  op: string
  /** fields among the changes whose values are hidden from the caller */
  masked?: string[]
  /** ISO 8601, UTC */
  at: string
  actor: Reference | null
  /** for whom the actor did it */
  behalf?: Reference
  version: number | null
  changes: Record<string, [unknown, unknown]>
  reason: string | null
  /** the run of a workflow, or the approval, that wrote it; absent: people did */
  cause?: { label: Record<'en' | 'zh-CN', string>; run?: string; approval?: string }
  /** the line that was written; absent: the record itself */
  line?: { collection: string; object: string; id: string; label: string | null }
}

/** One record in the recycle bin. */
export interface BinEntry {
  object: string
  id: string
  label: string | null
  deleted_at: string
  deleted_by: Reference | null
}

/** Rows and the marker of the next page; null on the last one. */
export interface Page<Row> {
  data: Row[]
  page: { after: string | null }
}

/** One content of an attachment. */
export interface AttachmentVersion {
  id: string
  name: string
  size: number
  type: string
  url: string
  version: number
  created_at: string
  created_by: { id: string; label: string | null } | null
}

/** A file beside the fields of a record: its newest content, and those before it, newest first. */
export interface Attachment extends AttachmentVersion {
  category: string | null
  versions: AttachmentVersion[]
}
