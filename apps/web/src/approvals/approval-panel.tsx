import { localize, useAttempt, useMe, useTexts, useWriteLock } from '@fieldwork/ui'
import { Button, Input } from 'antd'
import { useState } from 'react'

import '../inbox/inbox.css'
import { ApprovalPath } from './approval-path.tsx'
import { useApprovalWrites, useTrails } from './queries.ts'
import { StateTag } from './state-tag.tsx'
import { SubmitButton } from './submit-button.tsx'
import { TaskButtons } from './task-buttons.tsx'
import { TrailEntries } from './trail-entries.tsx'
import type { Trail } from './types.ts'

interface PanelProps {
  object: string
  id: string
  /** chains that are begun by hand */
  chains?: { name: string; label: string }[] | undefined
}

/** Where the newest approval of a record stands, what one may do about it, and everything that happened. */
export function ApprovalPanel({ object, id, chains = [] }: PanelProps) {
  const { t, locale } = useTexts('app')
  const trails = useTrails(object, id).data
  const trail = trails?.data[0]
  const started = trail?.state === 'pending' || trail?.state === 'returned' || trail?.state === 'recalled'
  // what is begun by a transition has its button among the transitions
  const manual = started || !trails ? [] : chains
  if (!trail) return manual.length === 0 ? null : <ManualChains object={object} id={id} chains={manual} />
  const [task] = trail.mine
  return (
    <section className="fw-approval" aria-label={t('approvals.panel')}>
      <div className="fw-approval-head">
        <h2 className="fw-section-title">{localize(trail.chain.label, locale)}</h2>
        <StateTag state={trail.state} />
      </div>
      {trail.state === 'pending' ? <p className="fw-muted">{t('approvals.locked')}</p> : null}
      {trail.outdated ? <p className="fw-muted">{t(`approvals.outdated.${trail.outdated}`)}</p> : null}
      <ApprovalPath trail={trail} />
      <div className={task ? 'fw-approval-buttons fw-approval-mine' : 'fw-approval-buttons'}>
        {task ? (
          <TaskButtons
            task={{ id: task, approval: trail.id, name: trail.record.label ?? t('record.unnamed') }}
            actions={trail.actions ?? []}
            opinions={trail.opinions ?? []}
          />
        ) : null}
        <SubmitterButtons trail={trail} />
        <ManualButtons object={object} id={id} chains={manual} />
      </div>
      <TrailEntries trail={trail} />
      <CommentBox approval={trail.id} />
    </section>
  )
}

type ManualProps = Required<{ [Name in keyof PanelProps]: NonNullable<PanelProps[Name]> }>

function ManualChains(props: ManualProps) {
  const { t } = useTexts('app')
  return (
    <section className="fw-approval" aria-label={t('approvals.panel')}>
      <h2 className="fw-section-title">{t('approvals.panel')}</h2>
      <div className="fw-approval-buttons">
        <ManualButtons {...props} />
      </div>
    </section>
  )
}

function ManualButtons({ object, id, chains }: ManualProps) {
  const { t } = useTexts('app')
  return chains.map(({ name, label }) => (
    <SubmitButton key={name} submission={{ object, id, chain: name }} label={t('approvals.begin', { label })} />
  ))
}

/** Taking back what one submitted, and submitting it again. */
function SubmitterButtons({ trail }: { trail: Trail }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const lock = useWriteLock()
  const attempt = useAttempt()
  const writes = useApprovalWrites()
  if (trail.submitter?.id !== me?.user.id) return null
  if (trail.state === 'pending')
    return (
      <Button {...lock} onClick={() => void attempt(writes.recall(trail.id))}>
        {t('approvals.recall')}
      </Button>
    )
  if (trail.state !== 'returned' && trail.state !== 'recalled') return null
  const submission = { object: trail.object, id: trail.record.id, chain: trail.chain.name }
  return <SubmitButton submission={submission} label={t('approvals.resubmit')} />
}

function CommentBox({ approval }: { approval: string }) {
  const { t } = useTexts('app')
  const lock = useWriteLock()
  const [text, setText] = useState('')
  const writes = useApprovalWrites()
  const attempt = useAttempt()
  const send = async (): Promise<void> => {
    if (await attempt(writes.comment(approval, text.trim()))) setText('')
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
