// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * Position among its siblings, smallest first
 */
export type Order = number
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string

/**
 * A way to look at the records of an object
 */
export interface ViewDocument {
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
   * Only records of this type are shown, and new ones have it
   */
  recordType?: Name
  label?: Label
  /**
   * How records are shown; `tree` for objects with a hierarchy
   */
  type?: 'table' | 'tree'
  /**
   * By field path
   */
  columns: {
    [k: string]: Column
  }
  /**
   * Records for which this holds are shown
   */
  filter?: Expression
  /**
   * Field paths in order, `-` before a descending one
   */
  sort?: string
  /**
   * The view that is shown first
   */
  default?: boolean
  order?: Order
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
 * A column
 */
export interface Column {
  order: Order
  /**
   * Pixels
   */
  width?: number
  /**
   * Stays in place while the table scrolls sideways
   */
  frozen?: boolean
  /**
   * Shown under the column, over all records of the view
   */
  aggregate?: 'count' | 'sum' | 'avg' | 'min' | 'max'
}
