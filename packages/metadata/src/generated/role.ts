// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string

/**
 * What its members may do
 */
export interface RoleDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * Everything on everything, and the studio
   */
  administrator?: boolean
  /**
   * By object; `*` for every object that is not named
   */
  grants?: {
    [k: string]: Grant
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
 * Operations on an object
 */
export interface Grant {
  /**
   * What may be done
   *
   * @minItems 1
   * @maxItems 5
   */
  operations: ('read' | 'create' | 'update' | 'delete' | 'export')[]
  /**
   * Only with records for which this holds
   */
  where?: Expression
  /**
   * Sensitive fields that are read and changed in clear: all of them, or those named
   */
  sensitive?: boolean | Name[]
}
