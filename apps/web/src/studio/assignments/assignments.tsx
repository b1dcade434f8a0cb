import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useRecordWrites, useTexts } from '@fieldwork/ui'
import { App, Button, Skeleton } from 'antd'
import { useState } from 'react'

import { useRecordsOf } from '../organisation/queries.ts'
import type { AssignmentRecord, Holder } from './assignment.ts'
import { AssignmentEditor } from './assignment-editor.tsx'
import { AssignmentWords } from './assignment-words.tsx'

const FIELDS = 'id,version,role,departments,dimensions,valid_from,valid_until'

/** The roles that are given to a user or a position with departments, values of dimensions and dates. */
export function Assignments({ holder }: { holder: Holder }) {
  const { t } = useTexts('studio')
  const filter = 'account' in holder ? `account == '${holder.account}'` : `position == '${holder.position}'`
  const assignments = useRecordsOf<AssignmentRecord>('role_assignment', filter, FIELDS)
  const [edited, setEdited] = useState<string | null>(null)
  if (assignments.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />
  if (assignments.error) return <p role="alert">{assignments.error.message}</p>
  const close = (): void => setEdited(null)
  return (
    <section className="st-assignments" aria-label={t('assignments.title')}>
      {assignments.data.length === 0 && edited === null ? <p className="st-muted">{t('assignments.none')}</p> : null}
      <ul>
        {assignments.data.map((assignment) => (
          <li key={assignment.id}>
            {edited === assignment.id ? (
              <AssignmentEditor holder={holder} assignment={assignment} onClose={close} />
            ) : (
              <AssignmentLine assignment={assignment} onEdit={() => setEdited(assignment.id)} />
            )}
          </li>
        ))}
      </ul>
      {edited === 'new' ? (
        <AssignmentEditor holder={holder} assignment={null} onClose={close} />
      ) : (
        <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('assignments.add')}
        </Button>
      )}
    </section>
  )
}

function AssignmentLine({ assignment, onEdit }: { assignment: AssignmentRecord; onEdit: () => void }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const writes = useRecordWrites('role_assignment')
  const remove = async (): Promise<void> => {
    const { refused } = await writes.remove([assignment.id], () => undefined)
    const [first] = refused
    if (first) void message.error(first.message)
  }
  return (
    <div className="st-assignment">
      <AssignmentWords assignment={assignment} />
      <span className="st-grow" />
      <Button
        type="text"
        icon={<EditOutlined />}
        aria-label={t('assignments.edit', { role: assignment.role })}
        onClick={onEdit}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('assignments.remove', { role: assignment.role })}
        onClick={() => void remove()}
      />
    </div>
  )
}
