import {
  AppLink,
  DetailFields,
  ProblemNote,
  StatePath,
  Timeline,
  isApiProblem,
  useRecordSchema,
  useRecord,
  useTexts,
} from '@fieldwork/ui'
import { useParams } from '@tanstack/react-router'

import { ApprovalLock } from '../approvals/approval-lock.tsx'
import { ApprovalPanel } from '../approvals/approval-panel.tsx'
import { DecidedRecord } from '../approvals/decided-record.tsx'
import { AutomationPanel } from '../inbox/automation-panel.tsx'
import { DeadlineChips } from '../inbox/deadline-chips.tsx'
import { PluginPanels } from '../plugins/record-parts.tsx'
import { ReminderPanel } from '../reminders/reminder-panel.tsx'
import { HandOverLink } from './people/hand-over-link.tsx'
import { PeoplePanel } from './people/people-panel.tsx'
import { RecordHeader } from './record-header.tsx'
import { RecordSkeleton } from './record-skeleton.tsx'

/** One record: header with the state path, facts and related records at the left, history at the right. */
export function RecordPage() {
  const { object, id } = useParams({ strict: false }) as { object: string; id: string }
  const record = useRecord(object, id)
  const schema = useRecordSchema(object, record.data)
  const { t } = useTexts('app')
  const isGone = isApiProblem(record.error, 'not_found')
  if (schema.error || isGone || (record.error && !record.data)) {
    const note = (
      <div className="fw-centred">
        <ProblemNote
          error={schema.error ?? record.error}
          onRetry={() => void record.refetch()}
          action={
            schema.data && isGone ? (
              <AppLink to={`/o/${object}`}>{t('notFound.list', { label: schema.data.label })}</AppLink>
            ) : null
          }
        />
      </div>
    )
    return isGone ? <DecidedRecord object={object} id={id} otherwise={note} /> : note
  }
  if (!schema.data || !record.data) return <RecordSkeleton />
  return (
    <article className="fw-record" key={id}>
      <ApprovalLock object={object} id={id}>
        <RecordHeader schema={schema.data} record={record.data} />
      </ApprovalLock>
      <StatePath schema={schema.data} record={record.data} />
      <div className="fw-record-body">
        <div className="fw-record-main">
          <DetailFields schema={schema.data} record={record.data} />
        </div>
        <aside className="fw-record-side">
          {object === 'employee' ? <HandOverLink id={id} state={record.data['employment_state']} /> : null}
          <DeadlineChips object={object} id={id} />
          <ReminderPanel object={object} id={id} />
          <ApprovalPanel object={object} id={id} chains={schema.data.approvals} />
          <PluginPanels schema={schema.data} record={record.data} />
          <PeoplePanel object={object} id={id} hasOwner={'owner' in schema.data.fields} />
          <AutomationPanel object={object} id={id} />
          <Timeline schema={schema.data} record={record.data} />
        </aside>
      </div>
    </article>
  )
}
