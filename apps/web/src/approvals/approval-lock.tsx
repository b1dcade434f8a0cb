import { useTexts, WriteLockProvider } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { useTrails } from './queries.ts'

/** Switches off what would change a record as long as it is in approval. */
export function ApprovalLock({ object, id, children }: { object: string; id: string; children: ReactNode }) {
  const { t } = useTexts('app')
  const isPending = useTrails(object, id).data?.data[0]?.state === 'pending'
  return isPending ? <WriteLockProvider reason={t('approvals.locked')}>{children}</WriteLockProvider> : children
}
