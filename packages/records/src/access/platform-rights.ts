import { PLATFORM_RIGHTS } from '@fieldwork/metadata'
import type { Catalog, CompiledRole, PlatformRight, Taking } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'

/** What an actor may do beyond records. */
export function platformRights(catalog: Catalog, actor: Pick<Actor, 'roles' | 'administrator'>): PlatformRight[] {
  if (actor.administrator) return [...PLATFORM_RIGHTS]
  return [...new Set(rolesOf(catalog, actor).flatMap(({ rights }) => [...rights]))]
}

/** Rows that an actor may take away at once: the most that one of his roles says; null where none says anything. */
export function takingLimit(
  catalog: Catalog,
  actor: Pick<Actor, 'roles' | 'administrator'>,
  taking: Taking,
): number | null {
  const limits = rolesOf(catalog, actor).flatMap(({ limits: given }) => given[taking] ?? [])
  if (limits.length > 0) return Math.max(...limits)
  return actor.administrator ? Number.MAX_SAFE_INTEGER : null
}

const rolesOf = (catalog: Catalog, { roles }: Pick<Actor, 'roles'>): CompiledRole[] =>
  roles.flatMap((name) => catalog.roles.get(name) ?? [])
