import { localize, useTexts } from '@fieldwork/ui'
import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  MinusCircleOutlined,
  RollbackOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

import { DueChip } from './due-chip.tsx'
import { AheadItem } from './steps-ahead.tsx'
import type { ApprovalTask, Trail } from './types.ts'
import { visitsOf } from './visits.ts'
import type { Visit } from './visits.ts'

/** The way of an approval: the steps that were done or passed over, the one it stands at, and those that will come. */
export function ApprovalPath({ trail }: { trail: Trail }) {
  const { t } = useTexts('app')
  return (
    <ol className="fw-chain" aria-label={t('approvals.chain')}>
      {visitsOf(trail).map((visit, at) => (
        <VisitItem key={at} visit={visit} />
      ))}
      {trail.ahead.map((step) => (
        <AheadItem key={step.key} step={step} />
      ))}
    </ol>
  )
}

const MARKS: Record<Visit['state'], ReactNode> = {
  done: <CheckCircleFilled className="fw-chain-good" />,
  now: <ClockCircleFilled className="fw-chain-current" />,
  skipped: <MinusCircleOutlined />,
  refused: <CloseCircleFilled className="fw-chain-bad" />,
  returned: <RollbackOutlined className="fw-chain-bad" />,
}

function VisitItem({ visit: { label, state, tasks } }: { visit: Visit }) {
  const { t, locale } = useTexts('app')
  const isNow = state === 'now'
  return (
    <li className={`fw-chain-${state}`} aria-current={isNow ? 'step' : undefined}>
      <span className="fw-chain-title">
        {MARKS[state]} {localize(label, locale)}
        {state === 'skipped' ? <span className="fw-chain-note">{t('approvals.ahead.skipped')}</span> : null}
      </span>
      <div className="fw-chain-people">
        {tasks.map((task) => (
          <span key={task.id}>
            {task.assignee?.label ?? t('people.unknown')}
            <StandsIn task={task} /> · <TaskWords task={task} />{' '}
            {task.state === 'pending' && task.due ? <DueChip due={task.due} left={task.left} /> : null}
          </span>
        ))}
      </div>
    </li>
  )
}

/** For whom somebody is asked, or that nobody else was found. */
function StandsIn({ task: { behalf, source } }: { task: ApprovalTask }) {
  const { t } = useTexts('app')
  const words = [
    behalf ? t('approvals.ahead.for', { name: behalf.label }) : '',
    source === 'fallback' ? t('approvals.ahead.fallback') : '',
  ].filter((each) => each !== '')
  return words.length > 0 ? ` ${words.join(' ')}` : null
}

function TaskWords({ task }: { task: ApprovalTask }) {
  const { t } = useTexts('app')
  if (task.opinion) return t(`approvals.opinions.${task.opinion}`)
  return t(task.kind === 'notify' ? 'approvals.told' : `approvals.taskStates.${task.state}`)
}
