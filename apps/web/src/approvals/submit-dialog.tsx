import { FieldFrame, isApiProblem, localize, ProblemNote, useRecordWrites, useTexts } from '@fieldwork/ui'
import { Alert, App, Input, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'

import '../inbox/inbox.css'
import { PeopleChoice } from '../workspace/people/record-choice.tsx'
import { useApprovalWrites, usePreview } from './queries.ts'
import type { Submission } from './queries.ts'
import { StepsAhead } from './steps-ahead.tsx'
import type { ApprovalPreview, Named } from './types.ts'

interface SubmitProps {
  submission: Submission
  label: string
  onDone: () => void
  onClose: () => void
}

/** Before a record is submitted: who will decide, what keeps it, whom the submitter chooses, and a word to them. */
export function SubmitDialog({ submission, label, onDone, onClose }: SubmitProps) {
  const { t } = useTexts('app')
  const [chosen, setChosen] = useState<Record<string, Named[]>>({})
  const ids = Object.fromEntries(Object.entries(chosen).map(([key, people]) => [key, people.map(({ id }) => id)]))
  const preview = usePreview(submission, ids)
  const [comment, setComment] = useState('')
  const { send, isBusy, problems } = useSend(submission, onDone)
  const found = preview.data
  const isKept = found?.refusals.some(({ isPassable }) => !isPassable) ?? false
  const needsReason = !isKept && (found?.refusals.length ?? 0) > 0
  const lacks = found?.choices.some(({ key, minimum }) => (chosen[key]?.length ?? 0) < minimum) ?? true
  const canSend = !isKept && !lacks && !(needsReason && comment.trim() === '')
  const submit = (): void => {
    if (canSend && found) void send(found, { comment: comment.trim(), chosen: ids })
  }
  return (
    <Modal
      open
      className="fw-decide-dialog"
      title={label}
      okText={label}
      cancelText={t('bin.cancel')}
      okButtonProps={{ disabled: !canSend }}
      confirmLoading={isBusy}
      onOk={submit}
      onCancel={onClose}
    >
      <div
        className="fw-decide"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
      >
        {preview.isPending ? <Skeleton active title={false} /> : null}
        {preview.error ? <ProblemNote error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {found ? <Refusals refusals={found.refusals} /> : null}
        {problems.map((each) => (
          <Alert key={each} type="error" showIcon role="alert" title={each} />
        ))}
        {found?.choices.map((choice) => (
          <Choice
            key={choice.key}
            choice={choice}
            value={chosen[choice.key] ?? []}
            onChange={(people) => setChosen({ ...chosen, [choice.key]: people })}
          />
        ))}
        {found && !isKept ? <Path preview={found} /> : null}
        {isKept ? null : (
          <FieldFrame
            id="submission-comment"
            label={t(needsReason ? 'approvals.reason' : 'approvals.remark')}
            required={needsReason}
          >
            <Input.TextArea
              id="submission-comment"
              rows={3}
              maxLength={10_000}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
            />
          </FieldFrame>
        )}
      </div>
    </Modal>
  )
}

interface Sent {
  comment: string
  chosen: Record<string, string[]>
}

function useSend(submission: Submission, onDone: () => void) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const [problems, setProblems] = useState<string[]>([])
  const writes = useApprovalWrites()
  const records = useRecordWrites(submission.object)
  const send = async (preview: ApprovalPreview, { comment, chosen }: Sent): Promise<void> => {
    const { id, transition, values = {} } = submission
    setBusy(true)
    try {
      // where nobody has to agree there is nothing to submit to
      if (preview.chain === null && transition !== undefined) await records.transition(id, transition, values)
      else
        await writes.submit(
          { ...submission, ...(preview.chain && { chain: preview.chain.name }) },
          { chosen, ...(comment === '' ? {} : { comment }) },
        )
      void message.success(t(preview.chain === null ? 'approvals.passed' : 'approvals.submitted'))
      onDone()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      const words = error.problems.map((problem) => problem.message)
      setProblems(words.length > 0 ? words : [error.message])
    } finally {
      setBusy(false)
    }
  }
  return { send, isBusy, problems }
}

function Refusals({ refusals }: Pick<ApprovalPreview, 'refusals'>) {
  const { t, locale } = useTexts('app')
  return refusals.map(({ key, message, isPassable }) => (
    <Alert
      key={key}
      type={isPassable ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={localize(message, locale)}
      description={isPassable ? t('approvals.passable') : undefined}
    />
  ))
}

function Path({ preview: { chain, steps } }: { preview: ApprovalPreview }) {
  const { t, locale } = useTexts('app')
  if (chain === null) return <Alert type="info" showIcon title={t('approvals.noChain')} />
  return (
    <section>
      <h3 className="fw-section-title">{localize(chain.label, locale)}</h3>
      <StepsAhead steps={steps} label={t('approvals.ahead.title')} />
    </section>
  )
}

interface ChoiceProps {
  choice: ApprovalPreview['choices'][number]
  value: Named[]
  onChange: (people: Named[]) => void
}

/** Whom the submitter chooses for a step: among some, or among everybody. */
function Choice({ choice: { key, step, label, minimum, maximum, among }, value, onChange }: ChoiceProps) {
  const { t, locale } = useTexts('app')
  const id = `choice-${key.replaceAll('.', '-')}`
  return (
    <FieldFrame
      id={id}
      label={t('approvals.chooseFor', { step: localize(label ?? step, locale) })}
      required={minimum > 0}
      help={t(minimum === maximum ? 'approvals.chooseExactly' : 'approvals.chooseBetween', { minimum, n: maximum })}
    >
      {among === null ? (
        <PeopleChoice id={id} value={value} onChange={(people) => onChange(people.slice(0, maximum))} />
      ) : (
        <Select
          id={id}
          className="fw-wide"
          mode="multiple"
          maxCount={maximum}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('people.choose')}
          value={value.map((person) => person.id)}
          options={among.map((person) => ({ value: person.id, label: person.label }))}
          onChange={(ids) => onChange(among.filter((person) => ids.includes(person.id)))}
        />
      )}
    </FieldFrame>
  )
}
