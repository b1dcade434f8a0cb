import type { Actor } from '../types.ts'

/**
 * An actor for what the platform does by itself: no access rules apply and states may be set. Everything he writes
 * carries the reason in the history. Never a default; whoever needs it says so.
 */
export function asSystem(reason: string): Actor {
  return { id: '', username: '', name: '', roles: [], administrator: true, locale: 'en', system: { reason } }
}

/** The platform, doing what a published definition says; whoever writes definitions may be no administrator. */
export function asDefinition(reason: string): Actor {
  return { ...asSystem(reason), system: { reason, byDefinition: true } }
}
