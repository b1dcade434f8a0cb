// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * A number, a text, or whether it is on
 */
export type Value = boolean | number | string

/**
 * A figure or switch of the whole workspace; expressions read it as `param.<name>`, and definitions name switches
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
   * What kind of value it has; a percent is a share, 0.5 being 50 %; a switch when left out
   */
  type?: 'boolean' | 'integer' | 'decimal' | 'percent' | 'money' | 'text' | 'date'
  /**
   * What a number counts, such as days
   */
  unit?: Label
  /**
   * The smallest number that it may be
   */
  minimum?: number
  /**
   * The largest number that it may be
   */
  maximum?: number
  /**
   * Its value, until another one is valid; a date is written YYYY-MM-DD
   */
  value: boolean | number | string
  /**
   * By day, YYYY-MM-DD in the zone of the workspace: the value from then on
   */
  validFrom?: {
    [k: string]: Value
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
