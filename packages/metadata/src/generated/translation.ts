// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string

/**
 * Texts of other definitions in one language
 */
export interface TranslationDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  /**
   * The language of the texts
   */
  locale: 'en' | 'zh-CN'
  /**
   * By kind/name/path of the text, e.g. object/customer/x-object/label
   */
  texts: {
    [k: string]: string
  }
}
