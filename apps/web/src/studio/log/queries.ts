import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery } from '@tanstack/react-query'

/** What is told of: also the order of the choices. */
export const ACTIONS = [
  'login',
  'logout',
  'export',
  'print',
  'denied',
  'missed',
  'permission',
  'access',
  'account',
  'organisation',
  'publish',
  'secrets',
  'view_sensitive',
  'view_as',
  'purge',
  'password',
  'token',
  'log_export',
  'backup',
  'backup_download',
  'backup_verify',
  'backup_delete',
  'backup_schedule',
  'restore',
  'restore_upgrade',
] as const

export const OUTCOMES = ['done', 'refused', 'failed', 'cancelled'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** One line of the operation log. */
export interface LogLine {
  id: string
  at: string
  until: string | null
  times: number
  action: string
  outcome: Outcome
  actor: { id: string; label: string | null } | null
  account: string | null
  address: string | null
  session: string | null
  object: string | null
  record: string | null
  rows: number | null
  details: Record<string, unknown>
}

/** Which lines are wanted; days in the person's own zone. */
export interface LogFilter {
  action: string[]
  outcome: string[]
  actor: string | null
  object: string | null
  q: string
  from: string
  to: string
}

export const NO_FILTER: LogFilter = { action: [], outcome: [], actor: null, object: null, q: '', from: '', to: '' }

interface LogPage {
  data: LogLine[]
  page: { after: string | null }
}

/** The query string of a filter. */
export function logQuery({ action, outcome, actor, object, q, from, to }: LogFilter): URLSearchParams {
  const entries = {
    action: action.join(','),
    outcome: outcome.join(','),
    actor: actor ?? '',
    object: object ?? '',
    q: q.trim(),
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && dayAfter(to).toISOString(),
  }
  return new URLSearchParams(Object.entries(entries).filter(([, value]) => value !== ''))
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + 1)
  return date
}

/** Lines, newest first, page by page. */
export function useOperationLog(filter: LogFilter) {
  const api = useApi()
  const query = logQuery(filter)
  return useInfiniteQuery({
    queryKey: ['operation-log', query.toString()],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query)
      if (pageParam) page.set('after', pageParam)
      return api.get<LogPage>(`/api/operation-log?${page}`, signal)
    },
    getNextPageParam: ({ page }) => page.after ?? undefined,
  })
}
