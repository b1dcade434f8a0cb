import { PageHeader, useTexts } from '@fieldwork/ui'
import { Alert } from 'antd'
import type { ReactNode } from 'react'

import { RecordSkeleton } from '../workspace/record-skeleton.tsx'
import { ApprovalPanel } from './approval-panel.tsx'
import { useTrails } from './queries.ts'

interface DecidedRecordProps {
  object: string
  id: string
  /** for who has had no part in an approval of the record either */
  otherwise: ReactNode
}

/** In place of a record that somebody could read only as long as he was asked: what was decided about it. */
export function DecidedRecord({ object, id, otherwise }: DecidedRecordProps) {
  const { t } = useTexts('app')
  const trails = useTrails(object, id)
  if (trails.isPending) return <RecordSkeleton />
  const newest = trails.data?.data[0]
  if (trails.error || !newest) return otherwise
  return (
    <article className="fw-record">
      <PageHeader title={newest.record.label ?? t('record.unnamed')} />
      <Alert
        type="info"
        showIcon
        role="status"
        title={t(newest.state === 'deleted' ? 'approvals.recordDeleted' : 'approvals.noLongerReadable')}
      />
      <div className="fw-decided">
        <ApprovalPanel object={object} id={id} />
      </div>
    </article>
  )
}
