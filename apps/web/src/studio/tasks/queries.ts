import { catalogKeys, useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import type { PlanProblem } from '../publish/types.ts'

export type TaskState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** Long work that a publication started. */
export interface Task {
  id: string
  label: string
  subjects: { object: string; field: string | null }[]
  state: TaskState
  cancelling: boolean
  done: number
  total: number | null
  error: { message: string; problems: PlanProblem[] } | null
  /** ISO 8601, UTC */
  created_at: string
  finished_at: string | null
}

export const isOpen = ({ state }: Task): boolean => state === 'queued' || state === 'running'

const POLL_MS = 1_000
const IDLE_MS = 15_000

/** The tasks, newest first; those under way are looked at every second. What they publish shows when they are done. */
export function useTasks() {
  const api = useApi()
  const queries = useQueryClient()
  const tasks = useQuery({
    queryKey: ['tasks'],
    queryFn: ({ signal }) => api.get<{ data: Task[] }>('/api/metadata/tasks', signal),
    select: ({ data }) => data,
    refetchInterval: ({ state }) => (state.data?.data.some(isOpen) ? POLL_MS : IDLE_MS),
  })
  const open = tasks.data?.filter(isOpen).length ?? 0
  const before = useRef(open)
  useEffect(() => {
    const hasEnded = open < before.current
    before.current = open
    if (hasEnded) for (const key of [...catalogKeys, 'revisions']) void queries.invalidateQueries({ queryKey: [key] })
  }, [open, queries])
  return tasks
}

/** Cancels a task, or goes on with one that stopped. */
export function useTaskAction(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action: 'cancel' | 'retry') => api.post<Task>(`/api/metadata/tasks/${id}/${action}`, {}),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  })
}
