import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { DraftKind } from '../model/change-set.ts'

/** A document by kind and name. */
export interface Versioned {
  kind: DraftKind
  name: string
}

/** One publication of a document. */
export interface DocumentRevision {
  revision: number
  /** ISO 8601, UTC */
  at: string
  /** null: the program, when it installed its packages */
  actor: unknown
  message: string | null
  layer: string
}

/** The publications that changed a document, newest first, each once. */
export function useVersions({ kind, name }: Versioned, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', kind, name, 'history'],
    enabled: isPublished,
    queryFn: ({ signal }) => api.get<{ data: DocumentRevision[] }>(`/api/metadata/${kind}/${name}/history`, signal),
    // one that changed several layers is listed for each
    select: ({ data }) => data.filter(({ revision }, at) => data[at - 1]?.revision !== revision),
  })
}

/** What a document was at two revisions; null: it was not there. */
interface Comparison<T> {
  from: { revision: number; definition: T | null }
  to: { revision: number; definition: T | null }
}

/** A document as it was at two revisions; null: not asked for. */
export function useComparison<T>({ kind, name }: Versioned, revisions: { from: number; to: number } | null) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', kind, name, 'compare', revisions],
    enabled: revisions !== null,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      api.get<Comparison<T>>(
        `/api/metadata/${kind}/${name}/history?from=${revisions?.from}&to=${revisions?.to}`,
        signal,
      ),
  })
}
