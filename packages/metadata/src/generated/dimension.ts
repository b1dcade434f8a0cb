// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string

/**
 * A management dimension: roles and assignments limit records by its values
 */
export interface DimensionDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What it separates
   */
  description?: Label
  /**
   * Place among the dimensions, smallest first
   */
  order?: number
  /**
   * The object whose records are its values; a hierarchy of it is that of the values
   */
  object: Name
  /**
   * Path from a user to his own values, such as employee.business_line; nobody has any when left out
   */
  own?: string
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
