import { useTexts } from '@fieldwork/ui'
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'

import type { AskedTask } from './deed.ts'
import type { BulkResult } from './queries.ts'

interface OutcomeProps {
  label: string
  tasks: AskedTask[]
  results: BulkResult['results']
  onClose: () => void
}

/** What became of each of several decisions, those that were refused first. */
export function BulkOutcome({ label, tasks, results, onClose }: OutcomeProps) {
  const { t } = useTexts('app')
  const rows = results.toSorted((a, b) => Number(a.done) - Number(b.done))
  const done = results.filter((each) => each.done).length
  return (
    <Modal
      open
      title={t('approvals.bulkOutcome', { label, done, count: results.length })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('approvals.close')}
        </Button>
      }
    >
      <ul className="fw-bulk-outcome" aria-label={t('approvals.bulkResults')}>
        {rows.map(({ task, done: isDone, message }) => (
          <li key={task} className={isDone ? undefined : 'fw-bulk-refused'}>
            {isDone ? <CheckCircleOutlined /> : <CloseCircleOutlined />}
            <span>
              <b>{tasks.find(({ id }) => id === task)?.name}</b>
              {isDone ? ` · ${label}` : ` · ${message ?? t('approvals.refused')}`}
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
