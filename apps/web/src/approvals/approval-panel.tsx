import { localize, useMe, useTexts, useWriteLock } from '@fieldwork/ui'
import { App, Button, Input } from 'antd'
import { useState } from 'react'

import '../inbox/inbox.css'
import { MomentText } from '../workspace/moment-text.tsx'
import { DueChip } from './due-chip.tsx'
import { useApprovalWrites, useTrails } from './queries.ts'
import { StateTag } from './state-tag.tsx'
import { TaskButtons } from './task-buttons.tsx'
import type { Trail } from './types.ts'

/** What follows from a decision without anybody doing it. */
const BY_ITSELF = new Set(['asked', 'skipped', 'repeated', 'fallback', 'unreachable', 'approved', 'rejected'])

/** Where the newest approval of a record stands, what one may do about it, and everything that happened. */
export function ApprovalPanel({ object, id }: { object: string; id: string }) {
  const { t, locale } = useTexts('app')
  const trail = useTrails(object, id).data?.data[0]
  if (!trail) return null
  const [task] = trail.mine
  return (
    <section className="fw-approval" aria-label={t('approvals.panel')}>
      <div className="fw-approval-head">
        <h2 className="fw-section-title">{localize(trail.chain.label, locale)}</h2>
        <StateTag state={trail.state} />
      </div>
      {trail.state === 'pending' ? <p className="fw-muted">{t('approvals.locked')}</p> : null}
      <ChainPicture trail={trail} />
      <div className="fw-approval-buttons">
        {task ? <TaskButtons task={task} actions={trail.actions ?? []} opinions={trail.opinions ?? []} /> : null}
        <SubmitterButtons trail={trail} />
      </div>
      <TrailEntries trail={trail} />
      <CommentBox approval={trail.id} />
    </section>
  )
}

/** The steps in their order: who decided how, who is asked now, and when it is due. */
function ChainPicture({ trail }: { trail: Trail }) {
  const { t, locale } = useTexts('app')
  return (
    <ol className="fw-chain" aria-label={t('approvals.chain')}>
      {trail.steps.map(({ key, label }) => {
        const tasks = trail.tasks.filter(({ step, state }) => step === key && state !== 'cancelled')
        const isNow = trail.state === 'pending' && trail.step?.key === key
        return (
          <li key={key} className={isNow ? 'fw-chain-now' : undefined} aria-current={isNow ? 'step' : undefined}>
            {localize(label, locale)}
            <div className="fw-chain-people">
              {tasks.map((task) => (
                <span key={task.id}>
                  {task.assignee?.label ?? t('people.unknown')} ·{' '}
                  {t(task.opinion ? `approvals.opinions.${task.opinion}` : `approvals.taskStates.${task.state}`)}{' '}
                  {task.state === 'pending' && task.due ? <DueChip due={task.due} /> : null}
                </span>
              ))}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Taking back what one submitted, and submitting it again. */
function SubmitterButtons({ trail }: { trail: Trail }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const lock = useWriteLock()
  const { message } = App.useApp()
  const writes = useApprovalWrites()
  if (trail.submitter?.id !== me?.user.id) return null
  const attempt = async (write: Promise<unknown>): Promise<void> => {
    try {
      await write
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error))
    }
  }
  if (trail.state === 'pending')
    return (
      <Button {...lock} onClick={() => void attempt(writes.recall(trail.id))}>
        {t('approvals.recall')}
      </Button>
    )
  if (trail.state !== 'returned' && trail.state !== 'recalled') return null
  return (
    <Button
      type="primary"
      {...lock}
      onClick={() => void attempt(writes.resubmit(trail.object, trail.record.id, trail.chain.name))}
    >
      {t('approvals.resubmit')}
    </Button>
  )
}

function TrailEntries({ trail: { trail } }: { trail: Trail }) {
  const { t } = useTexts('app')
  return (
    <ol className="fw-trail" aria-label={t('approvals.trail')}>
      {trail.map(({ id, action, actor, behalf, target, comment, at }, index) => (
        <li key={id}>
          <b>{(BY_ITSELF.has(action) ? null : actor?.label) ?? t('approvals.platform')}</b>{' '}
          {behalf ? <span>{t('approvals.onBehalf', { name: behalf.label })} </span> : null}
          {t(`approvals.actions.${action}`, { defaultValue: action })} {target?.label ?? ''}{' '}
          <span className="fw-faint">
            <MomentText at={at} />
          </span>
          {comment && comment !== trail[index - 1]?.comment ? <div>{comment}</div> : null}
        </li>
      ))}
    </ol>
  )
}

function CommentBox({ approval }: { approval: string }) {
  const { t } = useTexts('app')
  const lock = useWriteLock()
  const [text, setText] = useState('')
  const writes = useApprovalWrites()
  const send = async (): Promise<void> => {
    await writes.comment(approval, text.trim())
    setText('')
  }
  return (
    <div className="fw-bulk">
      <Input
        aria-label={t('approvals.say')}
        placeholder={t('approvals.say')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button {...lock} disabled={lock.disabled ?? text.trim() === ''} onClick={() => void send()}>
        {t('approvals.send')}
      </Button>
    </div>
  )
}
