import { consentQuery, useApi, useConsent } from '@fieldwork/ui'
import type { ObjectSchema, RecordData } from '@fieldwork/ui'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'

import { approvalKey } from './counts.ts'
import type { ApprovalHead, ApprovalPreview, Opinion, SubmittedApproval, Trail, WaitingTask } from './types.ts'

export type Box = 'mine' | 'submitted' | 'done' | 'cc'

const QUERIES: Record<Box, Record<string, string>> = {
  mine: { box: 'mine', state: 'pending' },
  submitted: { box: 'submitted' },
  done: { box: 'mine', state: 'done' },
  cc: { box: 'cc' },
}

/** What of a list is looked for; what is left out does not matter. */
export interface BoxFilter {
  q?: string
  object?: string
  outcome?: ApprovalHead['state']
  overdue?: true
}

export function useBox(box: Box, filter: BoxFilter = {}) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...approvalKey, 'box', box, filter],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const wanted = Object.entries(filter).map(([name, value]) => [name, String(value)] as const)
      const query = new URLSearchParams({
        ...QUERIES[box],
        ...Object.fromEntries(wanted),
        limit: '50',
        ...(pageParam && { after: pageParam }),
      })
      return api.get<{ data: (WaitingTask | SubmittedApproval)[]; page: { after: string | null } }>(
        `/api/approvals/tasks?${query.toString()}`,
        signal,
      )
    },
    getNextPageParam: ({ page }) => page.after,
  })
}

/** One approval with everything that happened, and what the caller may do now. */
export function useTrail(approval: string | null) {
  const api = useApi()
  return useQuery({
    queryKey: [...approvalKey, 'one', approval],
    enabled: approval !== null,
    queryFn: ({ signal }) => api.get<Trail>(`/api/approvals/${approval}`, signal),
  })
}

/** The fields that a task opens, as a form draws them. */
export function useOpenFields(task: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...approvalKey, 'fields', task],
    // what is being filled in is not drawn anew under one's hands
    staleTime: Infinity,
    gcTime: 0,
    queryFn: ({ signal }) =>
      api.get<{ schema: ObjectSchema; record: RecordData }>(`/api/approvals/tasks/${task}/fields`, signal),
  })
}

/** What is to be submitted. */
export interface Submission {
  object: string
  id: string
  /** the transition that submits */
  transition?: string
  /** fields that are written with the transition */
  values?: Record<string, unknown>
  chain?: string
}

/** Who would decide about a submission. */
export function usePreview(submission: Submission, chosen: Record<string, string[]>) {
  const api = useApi()
  return useQuery({
    queryKey: [...approvalKey, 'preview', submission, chosen],
    placeholderData: keepPreviousData,
    queryFn: () => api.post<ApprovalPreview>('/api/approvals/preview', { ...submission, chosen }),
  })
}

/** Asks once who would decide; a thrown ApiProblem says what is wrong with the values. */
export function usePreviewing(): (submission: Submission) => Promise<void> {
  const api = useApi()
  return async (submission) => {
    await api.post('/api/approvals/preview', submission)
  }
}

/** The approvals of a record, newest first. */
export function useTrails(object: string, id: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...approvalKey, 'record', object, id],
    queryFn: ({ signal }) => api.get<{ data: Trail[] }>(`/api/approvals?object=${object}&id=${id}`, signal),
  })
}

export interface BulkResult {
  results: { task: string; done: boolean; message?: string }[]
}

export interface Decision {
  comment?: string
  opinion?: Opinion
  values?: Record<string, unknown>
  /** ids of uploads */
  files?: string[]
}

export function useApprovalWrites() {
  const api = useApi()
  const client = useQueryClient()
  const consent = useConsent()
  const settle = async <T>(write: Promise<T>): Promise<T> => {
    const result = await write
    await Promise.all([
      client.invalidateQueries({ queryKey: approvalKey }),
      client.invalidateQueries({ queryKey: ['records'] }),
    ])
    return result
  }
  const task = (id: string, what: string, body: object) => settle(api.post(`/api/approvals/tasks/${id}/${what}`, body))
  return {
    approve: (id: string, decision: Decision) => task(id, 'approve', decision),
    reject: (id: string, decision: Omit<Decision, 'opinion'>) => task(id, 'reject', decision),
    giveBack: (id: string, body: { comment?: string; step?: string; files?: string[] }) => task(id, 'return', body),
    handOn: (id: string, kind: 'transfer' | 'delegate', body: { user: string; comment?: string }) =>
      task(id, kind, body),
    add: (id: string, body: { users: string[]; place: 'before' | 'after'; comment?: string }) =>
      task(id, 'add-approver', body),
    bulk: (tasks: string[], opinion: 'agree' | 'disagree', comment?: string) =>
      settle(api.post<BulkResult>('/api/approvals/tasks/bulk', { tasks, opinion, comment })),
    recall: (id: string) => settle(api.post(`/api/approvals/${id}/recall`, {})),
    comment: (id: string, comment: string) => settle(api.post(`/api/approvals/${id}/comments`, { comment })),
    submit: (about: Submission, given: { comment?: string; chosen: Record<string, string[]> }) =>
      consent((agreed) => settle(api.post(`/api/approvals${consentQuery(agreed)}`, { ...about, ...given }))),
  }
}
