import { useApi, useMe, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { Named } from './types.ts'

interface RoleDocument {
  name: string
  label?: Record<string, string>
}

/** Roles by name, for those who may see definitions; nobody else shares with a role here. */
export function useRoleChoices(): Named[] {
  const api = useApi()
  const { locale } = useTexts('app')
  const isAdministrator = useMe().data?.user.administrator === true
  const { data } = useQuery({
    queryKey: ['metadata', 'role', 'choices'],
    enabled: isAdministrator,
    queryFn: ({ signal }) => api.get<{ data: RoleDocument[] }>('/api/metadata/role', signal),
  })
  return (data?.data ?? []).map(({ name, label }) => ({ id: name, label: label?.[locale] ?? name }))
}
