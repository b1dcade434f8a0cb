import { useApi, useAttempt } from '@fieldwork/ui'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'

/** What somebody has been told, in his language. */
export interface Notification {
  id: string
  kind: string
  title: string
  body: string | null
  about: { object: string; id: string } | null
  link: string | null
  read_at: string | null
  created_at: string
}

interface Page {
  data: Notification[]
  page: { after: string | null }
}

const URL = '/api/notifications'
export const notificationKey = ['notifications'] as const
export const unreadKey = ['notifications', 'counts'] as const

export function useUnread(): number {
  const api = useApi()
  const { data } = useQuery({
    queryKey: unreadKey,
    queryFn: ({ signal }) => api.get<{ unread: number }>(`${URL}/counts`, signal),
  })
  return data?.unread ?? 0
}

export function useNotifications(isUnreadOnly: boolean) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...notificationKey, 'list', isUnreadOnly],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '30', ...(isUnreadOnly && { unread: 'true' }) })
      if (pageParam !== null) query.set('after', pageParam)
      return api.get<Page>(`${URL}?${query.toString()}`, signal)
    },
    getNextPageParam: (last) => last.page.after,
  })
}

export function useNotificationWrites() {
  const api = useApi()
  const client = useQueryClient()
  const attempt = useAttempt()
  const settle = async (write: Promise<unknown>): Promise<void> => {
    await attempt(write)
    await client.invalidateQueries({ queryKey: notificationKey })
  }
  return {
    read: (id: string) => settle(api.patch(`${URL}/${id}`, { read: true })),
    readAll: () => settle(api.post(`${URL}/read`, {})),
    snooze: (id: string, until: Date) => settle(api.patch(`${URL}/${id}`, { snoozed_until: until.toISOString() })),
  }
}
