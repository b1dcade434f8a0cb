import { catalogKeys, useApi } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'

import type { Plan, PlanProblem } from '../publish/types.ts'

/** An installed package; the workspace's own changes are the last one. */
export interface InstalledPackage {
  name: string
  version: string | null
  label: string | null
  requires: Record<string, string>
  type: 'package' | 'plugin' | 'workspace'
  shipped: boolean
  documents: number
}

/** Where an upgrade and the workspace's own changes disagree. What does not exist on a side is absent. */
export interface Conflict {
  id: string
  kind: string
  name: string
  path: string
  applied: boolean
  base?: unknown
  theirs?: unknown
  ours: unknown
  message: string
  package: string
  from: string | null
  to: string | null
}

/** Something shipped that the workspace hides. */
export interface HiddenPart {
  kind: string
  name: string
  path: string
  label: string
  document_label: string
  package: string
}

/** What an import would do. */
export interface ImportPlan extends Plan {
  changed: boolean
  problems: PlanProblem[]
  changes: { layer: string; kind: string; name: string; change: 'created' | 'changed' | 'deleted' }[]
  conflicts: Omit<Conflict, 'id'>[]
}

export const usePackages = () => useList<InstalledPackage>('packages')
export const useConflicts = () => useList<Conflict>('conflicts')
export const useHiddenParts = () => useList<HiddenPart>('hidden')

function useList<T>(what: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['studio-packages', what],
    queryFn: async ({ signal }) => (await api.get<{ data: T[] }>(`/api/metadata/${what}`, signal)).data,
  })
}

/** Everything that a publication may have changed is asked for again. */
export function useRefreshDefinitions(): () => Promise<unknown> {
  const queries = useQueryClient()
  const keys = [...catalogKeys, 'revisions', 'studio-packages']
  return () => Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
}
