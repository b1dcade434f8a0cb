import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { PrintLanguage } from './print-templates.ts'

const POLL_MS = 500

/** Printing of several records, as far as it is. */
export interface PrintTask {
  id: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  cancelling: boolean
  done: number
  total: number | null
  error: { message: string; problems: { message: string }[] } | null
  /** null: not made yet, or not there any more */
  file: { name: string; url: string } | null
}

export interface PrintOrder {
  ids: string[]
  template?: string
  locale?: PrintLanguage
}

/** Has records printed into one file beside the requests, and follows it until it has ended. */
export function usePrintTask(object: string) {
  const api = useApi()
  const [id, setId] = useState<string | null>(null)
  const task = useQuery({
    queryKey: ['print-tasks', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.get<PrintTask>(`/api/print-tasks/${id}`, signal),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'queued' || data.state === 'running' ? POLL_MS : false,
  })
  const begin = useMutation({
    mutationFn: (order: PrintOrder) => api.post<PrintTask>(`/api/records/${object}/print-tasks`, order),
    onSuccess: (begun) => setId(begun.id),
  })
  const cancel = useMutation({
    mutationFn: () => api.post(`/api/print-tasks/${id}/cancel`, {}),
    onSettled: () => task.refetch(),
  })
  return {
    task: id === null ? null : (task.data ?? begin.data ?? null),
    error: begin.error ?? task.error,
    begin,
    cancel,
  }
}
