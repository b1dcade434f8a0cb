import { AppLink, localize, useMe, useTexts } from '@fieldwork/ui'
import { Checkbox } from 'antd'

import { MomentText } from '../workspace/moment-text.tsx'
import { DueChip } from './due-chip.tsx'
import { StateTag } from './state-tag.tsx'
import { TaskButtons } from './task-buttons.tsx'
import type { SubmittedApproval, WaitingTask } from './types.ts'

interface RowProps {
  row: WaitingTask | SubmittedApproval
  isCurrent: boolean
  isDecidable: boolean
  isChosen: boolean
  onChoose: (isIn: boolean) => void
}

/** One approval in a list: what it is about, who submitted it, where it stands, and what can be done at once. */
export function ApprovalRow({ row, isCurrent, isDecidable, isChosen, onChoose }: RowProps) {
  const { t, locale } = useTexts('app')
  const objects = useMe().data?.objects ?? {}
  const task = 'about' in row ? row : null
  const about = 'about' in row ? row.about : row
  const name = about.record.label ?? t('record.unnamed')
  return (
    <li className={isCurrent ? 'fw-waiting-current' : undefined} aria-current={isCurrent ? 'true' : undefined}>
      {isDecidable ? (
        <Checkbox
          aria-label={t('approvals.choose', { name })}
          checked={isChosen}
          onChange={({ target }) => onChoose(target.checked)}
        />
      ) : null}
      <div className="fw-waiting-main">
        <AppLink to={`/o/${about.object}/${about.record.id}`}>{name}</AppLink>
        <div className="fw-waiting-note">
          <span>{objects[about.object]?.label ?? about.object}</span>
          <span>{localize(about.chain.label, locale)}</span>
          {row.step ? <span>{localize(row.step.label, locale)}</span> : null}
          {about.submitter ? <span>{t('approvals.by', { name: about.submitter.label })}</span> : null}
          <MomentText at={about.submitted_at} />
        </div>
        {about.comment ? <span className="fw-muted">{about.comment}</span> : null}
      </div>
      {task?.state === 'pending' && task.due ? <DueChip due={task.due} left={task.left} /> : null}
      {isDecidable ? null : <StateTag state={about.state} />}
      {isDecidable && task ? (
        <div className="fw-waiting-actions">
          <TaskButtons
            task={{ id: task.id, approval: task.approval, name }}
            actions={task.actions ?? []}
            opinions={task.opinions ?? []}
          />
        </div>
      ) : null}
    </li>
  )
}
