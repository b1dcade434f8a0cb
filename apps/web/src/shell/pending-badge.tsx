import { useTexts } from '@fieldwork/ui'
import { Badge } from 'antd'
import type { ReactNode } from 'react'

import { useApprovalCounts } from '../approvals/counts.ts'

/** An icon of the navigation with how many decisions wait for the caller; follows what happens. */
export function PendingBadge({ children }: { children: ReactNode }) {
  const { t } = useTexts('app')
  const { pending = 0 } = useApprovalCounts().data ?? {}
  if (pending === 0) return children
  return (
    <Badge count={pending} size="small" role="img" aria-label={t('approvals.waiting', { count: pending })}>
      {children}
    </Badge>
  )
}
