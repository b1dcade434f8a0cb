import { useMemo } from 'react'

import { useWorkflowDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { WorkflowDefinition } from './workflow.ts'

/** A workflow with where it comes from. */
export type DraftedWorkflow = Drafted<WorkflowDefinition>

/** The workflows as the draft has them, in their order, and the way to change them. */
export function useDraftedWorkflows() {
  const { all, isPending, put } = useDraftedDocuments('workflow', useWorkflowDefinitions().data)
  const workflows = useMemo(() => [...all].sort(byOrder), [all])
  return { workflows, isPending, put }
}
