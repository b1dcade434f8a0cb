import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { Reference } from '../organisation/department-tree.ts'
import { useRecordsOf } from '../organisation/queries.ts'
import type { UserInfo } from './queries.ts'

interface Given {
  role: string
}

/** The names of the roles that a person has: by the account, by assignments, by the position. */
export function useHeldRoles(user: UserInfo): { names: string[]; isPending: boolean } {
  const api = useApi()
  const position = useQuery({
    queryKey: ['records', 'user', 'position-of', user.id],
    queryFn: async ({ signal }) => {
      const account = await api.get<{ employee: Reference | null }>(`/api/records/user/${user.id}`, signal)
      if (!account.employee) return null
      const person = await api.get<{ position: Reference | null }>(
        `/api/records/employee/${account.employee.id}`,
        signal,
      )
      return (
        person.position &&
        api.get<{ id: string; roles: unknown }>(`/api/records/position/${person.position.id}`, signal)
      )
    },
  })
  const byPosition = position.data ? ` || position == '${position.data.id}'` : ''
  const given = useRecordsOf<Given>('role_assignment', `account == '${user.id}'${byPosition}`, 'id,role')
  const ofPosition = Array.isArray(position.data?.roles) ? position.data.roles.map(String) : []
  const names = [...user.roles, ...ofPosition, ...(given.data ?? []).map(({ role }) => role)]
  return { names: [...new Set(names)], isPending: position.isPending || given.isPending }
}
