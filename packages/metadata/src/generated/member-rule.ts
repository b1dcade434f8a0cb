// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string

/**
 * Makes people related staff of records, by a mapping from values to people that is kept as records
 */
export interface MemberRuleDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What it is for
   */
  description?: Label
  /**
   * Place among the rules, smallest first
   */
  order?: number
  /**
   * The object whose records get members; it has owners
   */
  object: Name
  /**
   * Over the record: the rule applies only where this holds; it may ask neither the user nor the time
   */
  when?: string
  /**
   * The object whose records say which people belong to which values
   */
  mapping: Name
  /**
   * By field of the mapping: where the record's value is that it is compared with. All of them have to match; an empty value matches nothing
   */
  match: {
    [k: string]: Match
  }
  /**
   * The field of the mapping that names the people: a lookup, of one or several, to employees or users
   */
  people: Name
  /**
   * What the members may do: read it, or change it too; edit when left out
   */
  level?: 'read' | 'edit'
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
 * What a field of the mapping is compared with
 */
export interface Match {
  /**
   * Path from the record to its value or values, such as product.category, owner.employee or lines.product
   */
  path: string
  /**
   * Values below that of the mapping match as well, in the hierarchy of their object
   */
  below?: boolean
}
