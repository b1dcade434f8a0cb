import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'

/** A person who may log in. */
export interface UserInfo {
  id: string
  username: string
  name: string
  roles: string[]
  active: boolean
  locked: boolean
  last_login_at: string | null
}

/** What can be written of a user; the user name only when it is new. */
export interface UserInput {
  username?: string
  name?: string
  roles?: string[]
  active?: boolean
  password?: string
  locked?: false
}

/** Everybody who may log in. */
export function useUsers() {
  const api = useApi()
  return useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => (await api.get<{ data: UserInfo[] }>('/api/users', signal)).data,
  })
}

/** Names of users by id. */
export function useUserNames(): ReadonlyMap<string, string> {
  const users = useUsers().data
  return useMemo(() => new Map(users?.map((user) => [user.id, user.name])), [users])
}

/** Adds a user (`id` null) or changes one. */
export function useSaveUser() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, input }: { id: string | null; input: UserInput }) =>
      id === null ? api.post<UserInfo>('/api/users', input) : api.patch<UserInfo>(`/api/users/${id}`, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  })
}
