// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string

/**
 * A switch of the whole workspace that definitions name, such as whether an object's records are kept apart
 */
export interface ParameterDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What it decides
   */
  description?: Label
  /**
   * Among which settings it stands
   */
  group?: Label
  /**
   * Place among the parameters, smallest first
   */
  order?: number
  /**
   * On or off
   */
  value: boolean
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
