import { labelsOf, roleId } from '@fieldwork/database'
import type { AccessGrant } from '@fieldwork/database'
import type { WriteContext } from '../write-context.ts'
import { liveIds } from './live-ids.ts'
import type { Member, Named, Share } from './types.ts'

/** Entries with names, as far as the actor may see them. */
export interface DescribedGrants {
  members: Member[]
  shares: Share[]
  /** names further people and departments */
  name(kind: 'user' | 'department', id: string | null): Named | null
}

/** @param others ids to be named too */
export async function describeGrants(
  ctx: WriteContext,
  grants: readonly AccessGrant[],
  others: { user?: readonly (string | null)[]; department?: readonly (string | null)[] } = {},
): Promise<DescribedGrants> {
  const roles = new Map([...ctx.catalog.roles.values()].map((role) => [roleId(role.name), role]))
  const grantees = grants.map(({ grantee }) => grantee).filter((id) => !roles.has(id))
  const users = new Set([...grantees, ...present(grants.map((grant) => grant.granted_by)), ...present(others.user)])
  const shared = grants.filter(({ kind }) => kind === 'share').map(({ grantee }) => grantee)
  const departments = new Set([...shared.filter((id) => !roles.has(id)), ...present(others.department)])
  const labels = await labelsOf(
    ctx,
    new Map([
      ['user', users],
      ['department', departments],
    ]),
  )
  const name = (kind: 'user' | 'department', id: string | null): Named | null =>
    id === null ? null : { id, label: labels.get(kind)?.get(id) ?? null }
  const existing = await liveIds(ctx, 'department', [...departments])
  const target = (id: string): Share['to'] => {
    const role = roles.get(id)
    if (role) return { kind: 'role', name: role.name, label: role.label[ctx.actor.locale] }
    if (labels.get('user')?.has(id)) return { kind: 'user', id, label: labels.get('user')?.get(id) ?? null }
    if (existing.has(id)) return { kind: 'department', id, label: labels.get('department')?.get(id) ?? null }
    return { kind: 'role', name: null, label: null }
  }
  return {
    members: grants
      .filter(({ kind }) => kind === 'member')
      .map(({ id, grantee, level, source, granted_by, granted_at }) => {
        const user = { id: grantee, label: labels.get('user')?.get(grantee) ?? null }
        const rule = ruleOf(ctx, source)
        return { id, user, level, source, rule, granted_by: name('user', granted_by), granted_at }
      }),
    shares: grants
      .filter(({ kind }) => kind === 'share')
      .map(({ id, grantee, level, until, granted_by, granted_at }) => {
        return { id, to: target(grantee), level, until, granted_by: name('user', granted_by), granted_at }
      }),
    name,
  }
}

/** One that is no more is known by its name. */
function ruleOf({ catalog, actor }: WriteContext, source: string): Member['rule'] {
  const name = /^rule:(.+)$/.exec(source)?.[1]
  if (name === undefined) return null
  return { name, label: catalog.memberRules.get(name)?.label[actor.locale] ?? name }
}

const present = (ids: readonly (string | null)[] = []): string[] => ids.filter((id) => id !== null)
