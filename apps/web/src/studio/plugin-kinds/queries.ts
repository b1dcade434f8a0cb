import type { LocalizedText } from '@fieldwork/expressions'
import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { useKindDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { PluginKindName } from '../model/change-set.ts'
import type { Json } from '../model/definitions.ts'
import type { RevisionSummary } from '../revisions/queries.ts'

/** A kind of definition of a plugin, as `GET /api/catalog/kinds` describes it. */
export interface PluginKind {
  name: PluginKindName
  label: LocalizedText
  help?: LocalizedText
  icon: string
  /** JSON Schema of its documents */
  schema: Json
}

/** A document of such a kind. */
export interface KindDocument extends Json {
  name: string
  label?: LocalizedText
  order?: number
}

const STALE_MS = 300_000
const NONE: readonly PluginKind[] = []

/** The kinds of definitions that plugins add, by name. */
export function usePluginKinds(): { kinds: readonly PluginKind[]; isPending: boolean } {
  const api = useApi()
  const { data, isPending } = useQuery({
    queryKey: ['catalog', 'kinds'],
    staleTime: STALE_MS,
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ data: PluginKind[] }>('/api/catalog/kinds', signal)
      return answer.data.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
  })
  return { kinds: data ?? NONE, isPending }
}

/** The documents of a kind as the draft has them, in their order. */
export function useKindDocuments(kind: PluginKindName) {
  const { all, isPending, put } = useDraftedDocuments(kind, useKindDefinitions<KindDocument>(kind).data)
  const documents = useMemo(() => [...all].sort(byOrder), [all])
  return { documents, isPending, put }
}

/** The publications that changed a document, newest first. */
export function useKindHistory({ kind, name }: { kind: PluginKindName; name: string }, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', kind, name, 'history'],
    enabled: isPublished,
    queryFn: ({ signal }) => api.get<{ data: RevisionSummary[] }>(`/api/metadata/${kind}/${name}/history`, signal),
    select: ({ data }) => data,
  })
}
