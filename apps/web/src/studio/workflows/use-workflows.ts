import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { useWorkflowDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { RevisionSummary } from '../revisions/queries.ts'
import type { WorkflowDefinition } from './workflow.ts'

/** A workflow with where it comes from. */
export type DraftedWorkflow = Drafted<WorkflowDefinition>

/** The workflows as the draft has them, in their order, and the way to change them. */
export function useDraftedWorkflows() {
  const { all, isPending, put } = useDraftedDocuments('workflow', useWorkflowDefinitions().data)
  const workflows = useMemo(() => [...all].sort(byOrder), [all])
  return { workflows, isPending, put }
}

/** The publications that changed a workflow, newest first. */
export function useWorkflowVersions(name: string, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', 'workflow', name, 'history'],
    enabled: isPublished,
    queryFn: ({ signal }) => api.get<{ data: RevisionSummary[] }>(`/api/metadata/workflow/${name}/history`, signal),
    select: ({ data }) => data,
  })
}

/** What a workflow was at two revisions. */
interface WorkflowComparison {
  from: { revision: number; definition: WorkflowDefinition | null }
  to: { revision: number; definition: WorkflowDefinition | null }
}

/** A workflow as it was at two revisions; null: not asked for. */
export function useWorkflowComparison(name: string, revisions: { from: number; to: number } | null) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', 'workflow', name, 'compare', revisions],
    enabled: revisions !== null,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      api.get<WorkflowComparison>(
        `/api/metadata/workflow/${name}/history?from=${revisions?.from}&to=${revisions?.to}`,
        signal,
      ),
  })
}
