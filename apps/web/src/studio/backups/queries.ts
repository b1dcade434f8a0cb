import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type WorkState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** A backup as the API tells it. */
export interface Backup {
  id: string
  reason: 'manual' | 'schedule' | 'restore'
  note: string | null
  state: WorkState
  encrypted: boolean
  with_files: boolean
  size: number | null
  name: string | null
  content: {
    moment: string
    rows: number
    tables: number
    files: { count: number; bytes: number; missing: number } | null
    seconds: number
  } | null
  error: { message: string } | null
  verified: { at: string; ok: boolean; kind: 'file' | 'database'; message: string | null } | null
  actor: { label: string | null } | null
  created_at: string
  restored_at: string | null
  work: { kind: string; state: WorkState; done: number; total: number | null; error: { message: string } | null } | null
}

export interface Schedule {
  enabled: boolean
  cron: string
  keep: number | null
  days: number | null
  with_files: boolean
  sealed: boolean
  time_zone: string
  /** ISO 8601 */
  next: string[]
}

export type ScheduleInput = Omit<Schedule, 'time_zone' | 'next'> & { passphrase?: string }

/** What a restoration would replace. */
export interface Preview {
  /** what has to be typed */
  confirm: string
  objects: { object: string; label: string; before: number; after: number }[]
}

const KEY = ['backups']
const POLL_MS = 1_000
const IDLE_MS = 15_000

export const isWorking = ({ work, state }: Backup): boolean => isOpen(work?.state ?? state)

const isOpen = (state: WorkState): boolean => state === 'queued' || state === 'running'

/** Backups, newest first; while something is done to one they are looked at every second. */
export function useBackups() {
  const api = useApi()
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ data: Backup[] }>('/api/backups', signal),
    select: ({ data }) => data,
    refetchInterval: ({ state }) => (state.data?.data.some(isWorking) ? POLL_MS : IDLE_MS),
  })
}

export function useSchedule(isAllowed: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: [...KEY, 'schedule'],
    queryFn: ({ signal }) => api.get<Schedule>('/api/backups/schedule', signal),
    enabled: isAllowed,
  })
}

export function usePreview(id: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...KEY, id, 'preview'],
    queryFn: ({ signal }) => api.get<Preview>(`/api/backups/${id}/restore`, signal),
  })
}

/** One call that changes something; the list is read again after it. */
export function useBackupAction<Input>(path: (input: Input) => string, method: 'POST' | 'PUT' | 'DELETE' = 'POST') {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input & { body?: object }) => api.request(method, path(input), { body: input.body }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}
