// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * An @ant-design/icons name without its suffix, e.g. file-text
 */
export type Icon = string
/**
 * Position among its siblings, smallest first
 */
export type Order = number
/**
 * An entry
 */
export type Item = ObjectItem | GroupItem

/**
 * A menu of objects
 */
export interface AppDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  icon?: Icon
  order?: Order
  /**
   * Shown to employees who may log in to one of these systems (employee.crm_apps); to everybody when left out
   *
   * @minItems 1
   * @maxItems 50
   */
  systems?: Name[]
  /**
   * Entries by key
   */
  items: {
    [k: string]: Item
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
 * An entry that opens an object's list
 */
export interface ObjectItem {
  type: 'object'
  object: Name
  /**
   * The view that it opens
   */
  view?: Name
  /**
   * Instead of the object's own label
   */
  label?: Label
  /**
   * The group it stands in
   */
  group?: Name
  /**
   * Among the tabs at the bottom of a phone; the first two that one may see have room
   */
  phoneTab?: boolean
  order: Order
}
/**
 * A heading with entries under it
 */
export interface GroupItem {
  type: 'group'
  label?: Label
  order: Order
}
