import { useTexts } from '@fieldwork/ui'
import { Button, Checkbox, Input, Modal, Skeleton } from 'antd'
import { useState } from 'react'

import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { UnderWayOf } from '../compare/under-way.tsx'
import { countChanges } from '../model/change-set.ts'
import { FormField } from '../parts/form-field.tsx'
import { ChangedDocuments } from './changed-documents.tsx'
import { PlanSteps } from './plan-steps.tsx'
import { ProblemList } from './problem-list.tsx'
import { PublishedView } from './published-view.tsx'
import type { Plan } from './types.ts'
import { problemsOf, usePublication } from './use-publication.ts'

/** What publishing the draft does, what is in its way, and the button that does it. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const publication = usePublication()
  const { draft, plan, publish, published } = publication
  const [message, setMessage] = useState('')
  const [isConfirmed, setConfirmed] = useState(false)
  const count = countChanges(draft.documents)
  const needsConfirmation = plan.data?.steps.some((step) => step.class !== 'safe') ?? false
  const isReady = plan.data !== undefined && plan.data.problems.length === 0 && !plan.isFetching
  const canPublish = isReady && (!needsConfirmation || isConfirmed)

  if (published) {
    return (
      <Modal open width={640} title={null} footer={null} onCancel={onClose}>
        <PublishedView publication={published} onClose={onClose} />
      </Modal>
    )
  }
  return (
    <Modal
      open
      width={860}
      className="st-publish"
      title={t('publish.title', { count })}
      onCancel={onClose}
      mask={{ closable: !publish.isPending }}
      footer={
        <div className="st-drawer-footer">
          <span className="st-muted">{t('publish.note')}</span>
          <Button onClick={onClose}>{t('publish.later')}</Button>
          <Button
            type="primary"
            disabled={!canPublish}
            loading={publish.isPending}
            onClick={() => publish.mutate({ confirm: isConfirmed, message })}
          >
            {t('publish.publish', { count })}
          </Button>
        </div>
      }
    >
      <Refusals
        problems={problemsOf(publish.error ?? plan.error)}
        error={publish.error ?? plan.error}
        onLeave={onClose}
      />
      {plan.isPending ? <Skeleton active paragraph={{ rows: 4 }} /> : null}
      {plan.data ? <PlanView plan={plan.data} onLeave={onClose} /> : null}
      {isReady ? <AccessDiffSection request={publication.request} /> : null}
      <UnderWayOf documents={Object.values(draft.documents)} />
      <ChangedDocuments documents={Object.values(draft.documents)} />
      <FormField label={t('publish.message')} help={t('publish.messageHelp')}>
        {(id) => (
          <Input
            id={id}
            value={message}
            maxLength={500}
            placeholder={t('publish.messageExample')}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </FormField>
      {needsConfirmation ? (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)} className="st-confirm">
          {t('publish.confirm')}
        </Checkbox>
      ) : null}
    </Modal>
  )
}

function PlanView({ plan, onLeave }: { plan: Plan; onLeave: () => void }) {
  const { t } = useTexts('studio')
  if (plan.problems.length > 0) return <ProblemList problems={plan.problems} onLeave={onLeave} />
  return (
    <section aria-label={t('publish.steps')}>
      <h3 className="st-group-title">{t('publish.steps')}</h3>
      {plan.steps.length === 0 ? <p className="st-muted">{t('publish.noSteps')}</p> : <PlanSteps steps={plan.steps} />}
    </section>
  )
}

function Refusals(props: { problems: ReturnType<typeof problemsOf>; error: Error | null; onLeave: () => void }) {
  if (!props.error) return null
  if (props.problems.length > 0) return <ProblemList problems={props.problems} onLeave={props.onLeave} />
  return (
    <p className="st-refusal" role="alert">
      {props.error.message}
    </p>
  )
}
