import type { LocalizedText } from '@fieldwork/expressions'

/** How calls say who they are. */
export const AUTH_KINDS = ['none', 'basic', 'bearer', 'header', 'oauth2'] as const

/** One of them. */
export type AuthKind = (typeof AUTH_KINDS)[number]

/** How a connection logs in; its secrets are kept apart. */
export interface ConnectionAuth {
  type: AuthKind
  username?: string
  header?: string
  tokenUrl?: string
  clientId?: string
  scope?: string
}

/** A service outside, as its author writes it. */
export interface ConnectionDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  baseUrl: string
  auth?: ConnectionAuth
  headers?: Record<string, string>
  timeoutMs?: number
}

/** Settings that each kind of log-in has. */
export const AUTH_MEMBERS: Record<AuthKind, readonly Exclude<keyof ConnectionAuth, 'type'>[]> = {
  none: [],
  basic: ['username'],
  bearer: [],
  header: ['header'],
  oauth2: ['tokenUrl', 'clientId', 'scope'],
}

/** The only host that is called; null: the address is none. */
export function hostOf(baseUrl: string): string | null {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host || null : null
}

/** Documents whose steps or settings name a connection, wherever in them it stands. */
export function namesConnection(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, entry]) => (key === 'connection' && entry === name) || namesConnection(entry, name),
  )
}
