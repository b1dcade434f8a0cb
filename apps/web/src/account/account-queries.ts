import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export interface AccountInfo {
  username: string
  password_changed_at: string
  password_expires_at: string | null
  second_factor: { enrolled: boolean; required: boolean; recovery_codes: number }
  bind_devices: boolean
}

export interface SessionInfo {
  id: string
  address: string | null
  agent: string | null
  last_seen_at: string
  current: boolean
}

export interface DeviceInfo {
  id: string
  agent: string | null
  address: string | null
  state: 'waiting' | 'approved' | 'refused'
  last_seen_at: string
}

export interface TokenInfo {
  id: string
  name: string
  read_only: boolean
  expires_at: string | null
}

export interface LoginInfo {
  id: string
  method: 'password' | 'oidc'
  result: string
  address: string | null
  agent: string | null
  at: string
  ended_at: string | null
}

/** How the caller logs in. */
export function useAccount() {
  const api = useApi()
  return useQuery({
    queryKey: ['account'],
    queryFn: ({ signal }) => api.get<AccountInfo>('/api/account', signal),
  })
}

/** A list that belongs to the caller's account. */
export function useAccountList<Item>(url: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['account', url],
    queryFn: async ({ signal }) => (await api.get<{ data: Item[] }>(url, signal)).data,
  })
}

/** Ends or removes something of the account. */
export function useRemove() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (url: string) => api.delete(url),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['account'] }),
  })
}
