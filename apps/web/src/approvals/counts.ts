import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

/** Below it stands what the browser knows of approvals. */
export const approvalKey = ['approvals'] as const

/** What waits for the caller and what became of what he submitted. */
export function useApprovalCounts() {
  const api = useApi()
  return useQuery({
    queryKey: [...approvalKey, 'counts'],
    queryFn: ({ signal }) =>
      api.get<Record<'pending' | 'overdue' | 'submitted' | 'returned', number>>('/api/approvals/counts', signal),
  })
}
