import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import type { ApprovalHead } from './types.ts'

const COLOURS: Record<ApprovalHead['state'], string> = {
  pending: 'processing',
  approved: 'success',
  rejected: 'error',
  returned: 'warning',
  recalled: 'default',
  deleted: 'default',
}

/** Where an approval stands. */
export function StateTag({ state }: { state: ApprovalHead['state'] }) {
  const { t } = useTexts('app')
  return (
    <Tag variant="filled" color={COLOURS[state]}>
      {t(`approvals.states.${state}`)}
    </Tag>
  )
}
