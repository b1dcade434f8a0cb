// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string

/**
 * A service outside that workflows call: its address and how to log in there; its secrets are kept apart, sealed, and are no part of it
 */
export interface ConnectionDocument {
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
   * Place among the connections, smallest first
   */
  order?: number
  /**
   * What the paths of its calls follow, e.g. `https://erp.example.com/api`; nothing outside of it is called
   */
  baseUrl: string
  /**
   * How calls say who they are; nothing when left out
   */
  auth?: {
    /**
     * basic: user name and password; bearer: a token; header: a key in a header; oauth2: client credentials (RFC 6749)
     */
    type: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2'
    /**
     * Of basic
     */
    username?: string
    /**
     * Name of the header
     */
    header?: string
    /**
     * Where oauth2 gets its tokens
     */
    tokenUrl?: string
    /**
     * Of oauth2
     */
    clientId?: string
    /**
     * Of oauth2: what the token is for
     */
    scope?: string
  }
  /**
   * Headers of every call, by name; no secrets
   */
  headers?: {
    /**
     * Its value
     */
    [k: string]: string
  }
  /**
   * Milliseconds that a call may take; 10,000 when left out
   */
  timeoutMs?: number
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
