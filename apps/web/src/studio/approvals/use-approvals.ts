import { useMemo } from 'react'

import { useApprovalDefinitions } from '../catalog/queries.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { ApprovalDefinition } from './approval.ts'

/** An approval chain with where it comes from. */
export type DraftedApproval = Drafted<ApprovalDefinition>

/** The chains as the draft has them: by object, in the order in which they are tried. */
export function useDraftedApprovals() {
  const { all, isPending, put } = useDraftedDocuments('approval', useApprovalDefinitions().data)
  const chains = useMemo(() => [...all].sort(byPlace), [all])
  return { chains, isPending, put }
}

function byPlace({ definition: a }: DraftedApproval, { definition: b }: DraftedApproval): number {
  if (a.object !== b.object) return a.object < b.object ? -1 : 1
  return (a.order ?? 1000) - (b.order ?? 1000) || (a.name < b.name ? -1 : 1)
}
