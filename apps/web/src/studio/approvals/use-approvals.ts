import { useMemo } from 'react'

import { useApprovalDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
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

function byPlace(one: DraftedApproval, other: DraftedApproval): number {
  const [a, b] = [one.definition.object, other.definition.object]
  return a === b ? byOrder(one, other) : a < b ? -1 : 1
}
