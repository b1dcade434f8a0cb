import { useApi } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'

import type { HandOver, Holdings, Level, Overdue, RecordGrants } from './types.ts'

const POLL_MS = 700

export function useGrants(object: string, id: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['records', object, 'access', id],
    queryFn: ({ signal }) => api.get<RecordGrants>(`/api/records/${object}/${id}/access`, signal),
  })
}

/** The result of many assignments. */
export interface AssignedMany {
  assigned: number
  refused: number
  data: { status: number; id: string; detail?: string }[]
}

interface Assignment {
  owner: string
  reason?: string
  children?: string[]
}

/** What can be done about who may use records; the screens that show them follow. */
export function useGrantWrites(object: string) {
  const api = useApi()
  const client = useQueryClient()
  const at = (id: string) => `/api/records/${object}/${id}`
  const settle = async <T>(write: Promise<T>): Promise<T> => {
    const result = await write
    await client.invalidateQueries({ queryKey: ['records'] })
    return result
  }
  return {
    share: (id: string, share: { to: Record<string, string>; level: Level; until: string | null }) =>
      settle(api.post(`${at(id)}/share`, share)),
    unshare: (id: string, share: string) => settle(api.delete(`${at(id)}/share/${share}`)),
    members: (id: string, change: { add?: string[]; remove?: string[]; level?: Level }) =>
      settle(api.post(`${at(id)}/members`, change)),
    assign: (id: string, assignment: Assignment) => settle(api.post(`${at(id)}/assign`, assignment)),
    assignMany: (ids: string[], assignment: Assignment) =>
      settle(api.post<AssignedMany>(`/api/records/${object}/assign`, { ids, ...assignment })),
  }
}

export function useHoldings(user: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['records', 'holdings', user],
    queryFn: ({ signal }) => api.get<Holdings>(`/api/users/${user}/holdings`, signal),
  })
}

/** Who still owns records after his last day. */
export function useOverdue() {
  const api = useApi()
  return useQuery({
    queryKey: ['records', 'overdue'],
    queryFn: () => api.post<{ data: Overdue[] }>('/api/hand-overs/overdue', { dry_run: true }),
  })
}

/** A hand-over, asked for until it has ended. */
export function useHandOver(id: string | null) {
  const api = useApi()
  return useQuery({
    queryKey: ['hand-overs', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.get<HandOver>(`/api/hand-overs/${id}`, signal),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'queued' || data.state === 'running' ? POLL_MS : false,
  })
}
