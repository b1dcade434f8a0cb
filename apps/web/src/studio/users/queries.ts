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
  must_change_password: boolean
  email: string | null
  addresses: string[]
  bind_devices: boolean
  second_factor: { enrolled: boolean; required: boolean }
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
  must_change_password?: boolean
  email?: string
  addresses?: string[]
  bind_devices?: boolean
  require_second_factor?: boolean
  reset_second_factor?: true
}

/** A browser that an account is bound to. */
export interface DeviceInfo {
  id: string
  agent: string | null
  address: string | null
  state: 'waiting' | 'approved' | 'refused'
}

/** Devices of a user. */
export function useDevices(userId: string, isBound: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['users', userId, 'devices'],
    enabled: isBound,
    queryFn: async ({ signal }) => (await api.get<{ data: DeviceInfo[] }>(`/api/users/${userId}/devices`, signal)).data,
  })
}

/** Approves or refuses a device. */
export function useDecideDevice(userId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, state }: Pick<DeviceInfo, 'id' | 'state'>) =>
      api.patch(`/api/users/${userId}/devices/${id}`, { state }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users', userId] }),
  })
}

/** Logs a user out everywhere. */
export function useEndSessions(userId: string) {
  const api = useApi()
  return useMutation({ mutationFn: () => api.delete(`/api/users/${userId}/sessions`) })
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
