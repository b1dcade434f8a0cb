import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import type { LocalizedText } from '@fieldwork/expressions'
import { useMemo } from 'react'

import { useDeadlineDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { DeadlineDefinition } from './deadline.ts'

/** A deadline with where it comes from. */
export type DraftedDeadline = Drafted<DeadlineDefinition>

/** The deadlines as the draft has them, in their order. */
export function useDraftedDeadlines() {
  const { all, isPending, put } = useDraftedDocuments('deadline', useDeadlineDefinitions().data)
  const deadlines = useMemo(() => [...all].sort(byOrder), [all])
  return { deadlines, isPending, put }
}

/** `GET /api/deadlines/counts` */
export type DeadlineCounts = Record<'open' | 'paused' | 'met' | 'missed' | 'void', number>

/** How many deadlines of a rule there are by state; of a rule that is published. */
export function useDeadlineCounts(rule: string, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['deadlines', 'counts', rule],
    enabled: isPublished,
    queryFn: ({ signal }) => api.get<DeadlineCounts>(`/api/deadlines/counts?rule=${encodeURIComponent(rule)}`, signal),
  })
}

/** A deadline of a record. */
export interface RunningDeadline {
  id: string
  object: string
  record: { id: string; label: string | null }
  state: keyof DeadlineCounts
  due_at: string
  responsible: { id: string; label: string | null }[]
}

const SHOWN = 10

/** The deadlines of a rule that are not done, those due first before the others. */
export function useRunningDeadlines(rule: string, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['deadlines', 'running', rule],
    enabled: isPublished,
    queryFn: ({ signal }) =>
      api.get<{ data: RunningDeadline[]; page: { after: string | null } }>(
        `/api/deadlines?rule=${encodeURIComponent(rule)}&limit=${SHOWN}`,
        signal,
      ),
  })
}

/** `POST /api/metadata/deadlines/preview` */
interface DeadlinePreview {
  due: string
  calendar: string | null
  moments: { at: string; what: 'reminder' | 'escalation' | 'due'; key: string; label: LocalizedText | null }[]
}

/** When something is due that begins at a moment, by the published rule. */
export function useDeadlinePreview(body: { rule: string; start: string; case?: string }, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', 'deadline', 'preview', body],
    enabled: isPublished,
    retry: false,
    queryFn: () => api.post<DeadlinePreview>('/api/metadata/deadlines/preview', body),
  })
}
