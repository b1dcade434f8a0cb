import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'

import type { PathChange } from '../model/json.ts'

const PAGE = 30

/** One publication in short. */
export interface RevisionSummary {
  revision: number
  /** ISO 8601, UTC */
  at: string
  /** id of the user, or the user itself; null: the program, when it installed its packages */
  actor: string | { id: string; label?: string | null; name?: string } | null
  message: string | null
  documents: { layer: string; kind: string; name: string; change: 'created' | 'changed' | 'deleted' }[]
}

/** One publication with what it changed, by path. */
export interface RevisionDetail {
  revision: number
  documents: { layer: string; kind: string; name: string; paths: PathChange[] }[]
}

/** The publications, newest first. */
export function useRevisions() {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: ['revisions', 'list'],
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam, signal }) => {
      const before = pageParam === null ? '' : `&before=${pageParam}`
      return (await api.get<{ data: RevisionSummary[] }>(`/api/metadata/revisions?limit=${PAGE}${before}`, signal)).data
    },
    getNextPageParam: (last) => (last.length < PAGE ? null : (last.at(-1)?.revision ?? null)),
  })
}

/** One publication. */
export function useRevision(revision: number | null) {
  const api = useApi()
  return useQuery({
    queryKey: ['revisions', revision],
    enabled: revision !== null,
    queryFn: ({ signal }) => api.get<RevisionDetail>(`/api/metadata/revisions/${revision}`, signal),
  })
}
