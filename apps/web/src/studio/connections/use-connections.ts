import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'

import { useConnectionDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'

/** The connections as the draft has them, in their order. */
export function useDraftedConnections() {
  const { all, isPending, put } = useDraftedDocuments('connection', useConnectionDefinitions().data)
  const connections = useMemo(() => [...all].sort(byOrder), [all])
  return { connections, isPending, put }
}

/** What a connection logs in with, and what it signs with. */
export const SECRETS = ['secret', 'signature'] as const

/** One of them. */
export type SecretName = (typeof SECRETS)[number]

const KEY = ['connections']
const urlOf = (name: string): string => `/api/connections/${name}`

/** Which secrets are set, by connection; of those that are published. */
export function useSecrets() {
  const api = useApi()
  return useQuery({
    queryKey: [...KEY, 'secrets'],
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: { name: string; secrets: SecretName[] }[] }>('/api/connections', signal)
      return new Map(data.map(({ name, secrets }) => [name, secrets]))
    },
  })
}

/** Sets a secret; null takes it away. */
export function useStoreSecret(name: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: Partial<Record<SecretName, string | null>>) => api.put(`${urlOf(name)}/secrets`, given),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}

/** One attempt of a call. */
export interface ConnectionCall {
  id: string
  at: string
  attempt: number
  method: string
  url: string
  request: string | null
  status: number | null
  response: string | null
  error: string | null
  ms: number
}

const PAGE = 20

/** What was called, newest first, secrets struck out. */
export function useCalls(name: string) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...KEY, 'calls', name],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ data: ConnectionCall[]; page: { after: string | null } }>(
        `${urlOf(name)}/calls?limit=${PAGE}${pageParam === null ? '' : `&after=${pageParam}`}`,
        signal,
      ),
    getNextPageParam: (last) => last.page.after,
  })
}

/** What a service answered. */
export interface TriedCall {
  status: number
  body: string
  truncated: boolean
  ms: number
}

/** Calls the service once. */
export function useTryCall(name: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (call: { method: string; path: string; body?: string }) =>
      api.post<TriedCall>(`${urlOf(name)}/try`, call),
    onSettled: () => queries.invalidateQueries({ queryKey: [...KEY, 'calls', name] }),
  })
}
