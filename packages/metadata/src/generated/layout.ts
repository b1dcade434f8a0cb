// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * A block
 */
export type Block = FieldBlock | SectionBlock | TextBlock | FilesBlock | SummaryBlock | RelatedListBlock | LinesBlock
/**
 * A field, or a field of a referred record such as customer.name
 */
export type Path = string
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string
/**
 * Key of a block
 */
export type Key = string

/**
 * What a form or a detail page shows, on a grid of 24 columns
 */
export interface LayoutDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  /**
   * The object whose records it shows
   */
  object: Name
  /**
   * Only records of this type are shown by it; others by a layout without one
   */
  recordType?: Name
  /**
   * What it is for
   */
  purpose: 'form' | 'detail'
  label?: Label
  /**
   * Blocks by key
   */
  blocks: {
    [k: string]: Block
  }
}
/**
 * A text for people in both languages
 */
export interface Label {
  /**
   * English
   */
  en: string
  /**
   * Chinese
   */
  'zh-CN': string
}
/**
 * A field
 */
export interface FieldBlock {
  type: 'field'
  field: Path
  /**
   * Instead of the field's own label
   */
  label?: Label
  /**
   * A value is required while this holds
   */
  requiredWhen?: Expression
  /**
   * It cannot be changed while this holds
   */
  readOnlyWhen?: Expression
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A group of blocks under a heading, with a grid of its own
 */
export interface SectionBlock {
  type: 'section'
  label?: Label
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A text for the reader
 */
export interface TextBlock {
  type: 'text'
  text: Label
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * The attachments of the record, with categories and versions
 */
export interface FilesBlock {
  type: 'files'
  label?: Label
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * The most telling values of the record, large, beside each other
 */
export interface SummaryBlock {
  type: 'summary'
  label?: Label
  /**
   * What it shows by field or path, in the order of `order`
   */
  fields: {
    [k: string]: SummaryField
  }
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A value in a summary
 */
export interface SummaryField {
  /**
   * Position, smallest first
   */
  order?: number
  /**
   * Instead of the field's own label
   */
  label?: Label
}
/**
 * Records of another object that refer to this one
 */
export interface RelatedListBlock {
  type: 'related-list'
  label?: Label
  object: Name
  /**
   * The field of that object which refers to this record
   */
  via: Name
  /**
   * Columns by field, or by path such as product.code, in the order of `order`
   */
  columns?: {
    [k: string]: LineColumn
  }
  /**
   * Order of the records, e.g. -created_at,name
   */
  sort?: string
  /**
   * Only records for which this holds
   */
  filter?: Expression
  /**
   * Records shown at first
   */
  limit?: number
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
/**
 * A column of a table inside a layout
 */
export interface LineColumn {
  /**
   * Position, smallest first
   */
  order: number
  /**
   * Width in pixels
   */
  width?: number
  /**
   * Shown under the column, over all records
   */
  aggregate?: 'count' | 'sum' | 'avg' | 'min' | 'max'
}
/**
 * The lines of the record, entered in the form itself
 */
export interface LinesBlock {
  type: 'lines'
  /**
   * The collection of lines, e.g. lines
   */
  collection: Name
  label?: Label
  /**
   * Columns by field, or by path such as product.code, in the order of `order`
   */
  columns?: {
    [k: string]: LineColumn
  }
  /**
   * Lines cannot be changed while this holds
   */
  readOnlyWhen?: Expression
  /**
   * Column of its left edge, from 0
   */
  x: number
  /**
   * Row of its top edge, from 0
   */
  y: number
  /**
   * Columns
   */
  w: number
  /**
   * Rows
   */
  h: number
  /**
   * The section block in whose own 24-column grid it stands
   */
  section?: Key
  /**
   * Shown only while this holds
   */
  visibleWhen?: Expression
}
