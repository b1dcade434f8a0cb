import { useApi, useAttempt } from '@fieldwork/ui'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'

export const REPEATS = ['day', 'workday', 'week', 'month', 'year'] as const
export const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const

/** Something that one wants to be reminded of. */
export interface Reminder {
  id: string
  object: string
  record: { id: string; label: string | null }
  note: string | null
  at: string | null
  field: string | null
  before: { amount: number; unit: (typeof UNITS)[number] }
  repeat: (typeof REPEATS)[number] | null
  state: 'waiting' | 'told' | 'stopped'
  next_at: string | null
}

interface Page {
  data: Reminder[]
  page: { after: string | null }
}

const REMINDERS = '/api/reminders'
const key = ['reminders'] as const

/** One's own reminders of a record. */
export function useRecordReminders(object: string, id: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...key, object, id],
    queryFn: ({ signal }) => api.get<Page>(`${REMINDERS}?object=${object}&id=${id}&limit=200`, signal),
  })
}

/** All of one's own reminders. */
export function useReminders(state: 'waiting' | 'all') {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...key, 'list', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '50', state })
      if (pageParam !== null) query.set('after', pageParam)
      return api.get<Page>(`${REMINDERS}?${query.toString()}`, signal)
    },
    getNextPageParam: (last) => last.page.after,
  })
}

/** Sets one, with what is refused thrown; takes one away. */
export function useReminderWrites() {
  const api = useApi()
  const client = useQueryClient()
  const attempt = useAttempt()
  const refresh = () => client.invalidateQueries({ queryKey: key })
  return {
    async create(body: object): Promise<void> {
      await api.post(REMINDERS, body)
      await refresh()
    },
    async remove(id: string): Promise<void> {
      await attempt(api.delete(`${REMINDERS}/${id}`))
      await refresh()
    },
  }
}
