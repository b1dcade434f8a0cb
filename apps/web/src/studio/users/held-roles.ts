import type { Reference } from '../organisation/department-tree.ts'

/** Where a person has a role from. */
export type RoleSource =
  | { kind: 'account' }
  | { kind: 'assignment' }
  | { kind: 'position'; name: string | null }
  | { kind: 'delegation'; name: string | null; isReading: boolean; isOnlyAway: boolean }

/** A role that a person has today. */
export interface HeldRole {
  role: string
  source: RoleSource
}

interface Dated {
  valid_from: string | null
  valid_until: string | null
}

/** What decides who has which role. */
export interface RoleFacts {
  users: readonly { id: string; roles: readonly string[] }[]
  /** by user */
  positions: ReadonlyMap<string, string>
  positionRoles: readonly { id: string; name: string | null; roles: unknown }[]
  assignments: readonly (Dated & { role: string; account: Reference | null; position: Reference | null })[]
  delegations: readonly (Dated & {
    giver: Reference | null
    receiver: Reference | null
    roles: unknown
    mode: string
    only_away: boolean | null
  })[]
  /** ISO date */
  today: string
  /** an administrator's rights are never lent */
  mayBeLent: (role: string) => boolean
}

/** The roles of every user, each with where it comes from, by user; the account's own first. */
export function heldRoles(facts: RoleFacts): Map<string, HeldRole[]> {
  const own = new Map(facts.users.map((user) => [user.id, distinct(ownRoles(facts, user))]))
  const lent = facts.delegations.filter((each) => isToday(each, facts.today))
  return new Map(
    facts.users.map(({ id }) => {
      const received = lent.filter(({ receiver }) => receiver?.id === id)
      return [id, distinct([...(own.get(id) ?? []), ...received.flatMap((each) => lentRoles(facts, own, each))])]
    }),
  )
}

function ownRoles(
  { positions, positionRoles, assignments, today }: RoleFacts,
  { id, roles }: RoleFacts['users'][number],
): HeldRole[] {
  const position = positionRoles.find((each) => each.id === positions.get(id))
  const given = assignments.filter((each) => isToday(each, today))
  const byPosition = [
    ...namesIn(position?.roles),
    ...given.flatMap((each) => (position && each.position?.id === position.id ? [each.role] : [])),
  ]
  return [
    ...roles.map((role): HeldRole => ({ role, source: { kind: 'account' } })),
    ...given.flatMap(({ role, account }): HeldRole[] =>
      account?.id === id ? [{ role, source: { kind: 'assignment' } }] : [],
    ),
    ...byPosition.map((role): HeldRole => ({ role, source: { kind: 'position', name: position?.name ?? null } })),
  ]
}

/** None chosen: all that the giver has of his own. */
function lentRoles(
  { mayBeLent }: RoleFacts,
  own: ReadonlyMap<string, HeldRole[]>,
  { giver, roles, mode, only_away }: RoleFacts['delegations'][number],
): HeldRole[] {
  const chosen = namesIn(roles)
  const source = { kind: 'delegation', name: giver?.label ?? null, isReading: mode !== 'full' } as const
  return (own.get(giver?.id ?? '') ?? []).flatMap(({ role }) =>
    mayBeLent(role) && (chosen.length === 0 || chosen.includes(role))
      ? [{ role, source: { ...source, isOnlyAway: only_away === true } }]
      : [],
  )
}

function distinct(held: HeldRole[]): HeldRole[] {
  return [...new Map(held.map((each) => [JSON.stringify(each), each])).values()]
}

const isToday = ({ valid_from, valid_until }: Dated, today: string): boolean =>
  (valid_from === null || valid_from <= today) && (valid_until === null || valid_until >= today)

const namesIn = (roles: unknown): string[] => (Array.isArray(roles) ? roles.map(String) : [])
