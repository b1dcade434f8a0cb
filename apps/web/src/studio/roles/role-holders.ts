import { useApi } from '@fieldwork/ui'

/** By how many accounts, positions and assignments a role is held. */
export interface RoleHolders {
  accounts: number
  positions: number
  assignments: number
}

interface Held {
  data: { roles: string[] | null }[]
}

/** Asks who would lose a role. */
export function useRoleHolders(): (role: string) => Promise<RoleHolders> {
  const api = useApi()
  return async (role) => {
    const [users, positions, assignments] = await Promise.all([
      api.get<Held>('/api/users'),
      api.get<Held>('/api/records/position?fields=roles&limit=500'),
      api.get<{ page: { count: number } }>(
        `/api/records/role_assignment?limit=1&count=exact&filter=${encodeURIComponent(`role == '${role}'`)}`,
      ),
    ])
    const holding = ({ data }: Held) => data.filter(({ roles }) => roles?.includes(role)).length
    return { accounts: holding(users), positions: holding(positions), assignments: assignments.page.count }
  }
}
