import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { ChannelsByKind } from './news-matrix.tsx'

/** What somebody has chosen for himself. */
export interface OwnChoices {
  kinds: ChannelsByKind
  addresses: { mail?: string; phone?: string }
  locale: 'en' | 'zh-CN' | null
}

/** `GET /api/notifications/choices` */
export interface NewsChoices extends OwnChoices {
  /** as a rule in the workspace */
  usual: ChannelsByKind
  known: { kind: string; label: string }[]
  channels: { name: string; label: string }[]
}

const URL = '/api/notifications/choices'
const KEY = ['notification-choices']

/** Over which channels one's news go, and what can be chosen. */
export function useNewsChoices() {
  const api = useApi()
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<NewsChoices>(URL, signal) })
}

/** Keeps what one has chosen, all of it. */
export function useStoreChoices() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ kinds, addresses, locale }: OwnChoices) =>
      api.put<NewsChoices>(URL, { kinds, addresses, ...(locale !== null && { locale }) }),
    onSuccess: (answer) => queries.setQueryData(KEY, answer),
  })
}

/** Keeps over which channels news go where nobody has chosen. */
export function useStoreUsual() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (kinds: ChannelsByKind) => api.put('/api/notifications/usual-channels', { kinds }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}
