import type { LocalizedText } from '@fieldwork/expressions'
import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Json } from '../model/definitions.ts'

/** Settings as JSON Schema; secrets are `writeOnly`. */
export interface SettingsSchema {
  properties?: Record<string, Json>
  required?: string[]
}

/** A kind of way out of the house. */
export interface ChannelType {
  name: string
  label: LocalizedText
  help: LocalizedText | null
  reach: 'person' | 'group'
  settings: SettingsSchema | null
  rate: { messages: number; seconds: number } | null
}

/** A channel as it is set up. */
export interface Channel {
  name: string
  type: string
  label: LocalizedText
  active: boolean
  reach: 'person' | 'group' | null
  values: Record<string, unknown>
  /** names of the secrets that are set */
  secrets: string[]
}

const KEY = ['channels']

/** The kinds of channels, and those that are set up. */
export function useChannels() {
  const api = useApi()
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ types: ChannelType[]; data: Channel[] }>('/api/channels', signal),
  })
}

/** How a channel is set up. */
export interface ChannelSetup {
  type: string
  label: LocalizedText
  active: boolean
  settings: Record<string, unknown>
}

/** Sets a channel up, removes it, or sends a message to try it. */
export function useChannelWrites() {
  const api = useApi()
  const queries = useQueryClient()
  const settle = () =>
    Promise.all(
      [KEY, ['deliveries'], ['notification-choices']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
  const store = useMutation({
    mutationFn: ({ name, setup }: { name: string; setup: ChannelSetup }) => api.put(`/api/channels/${name}`, setup),
    onSuccess: settle,
  })
  const remove = useMutation({
    mutationFn: (name: string) => api.delete(`/api/channels/${name}`),
    onSuccess: settle,
  })
  const test = useMutation({
    mutationFn: (name: string) => api.post(`/api/channels/${name}/test`, {}),
    onSettled: settle,
  })
  return { store, remove, test }
}

/** What has become of a message. */
export interface Delivery {
  id: string
  state: 'queued' | 'sent' | 'skipped' | 'failed'
  title: string
  recipient: { id: string; name: string } | null
  address: string | null
  error: { message: string } | null
  created_at: string
}

const PAGE = 20
const REFRESH_MS = 3000

/** What has left by a channel, newest first; looked at again while something waits. */
export function useDeliveries(channel: string) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: ['deliveries', channel],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ data: Delivery[]; page: { after: string | null } }>(
        `/api/deliveries?channel=${channel}&limit=${PAGE}${pageParam === null ? '' : `&after=${pageParam}`}`,
        signal,
      ),
    getNextPageParam: (last) => last.page.after,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((each) => each.state === 'queued')) ? REFRESH_MS : false,
  })
}

/** Sends a message again. */
export function useRetryDelivery(channel: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(`/api/deliveries/${id}/retry`, {}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries', channel] }),
  })
}
