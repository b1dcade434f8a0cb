import { FieldFrame, localize, useTexts } from '@fieldwork/ui'
import { Alert, Input, Modal, Radio } from 'antd'
import { useEffect, useRef } from 'react'

import '../inbox/inbox.css'
import { PeopleChoice, RecordChoice } from '../workspace/people/record-choice.tsx'
import { BulkOutcome } from './bulk-outcome.tsx'
import { DecisionFiles } from './decision-files.tsx'
import { DANGEROUS, FOR_PEOPLE, WITH_FILES } from './deed.ts'
import type { AskedTask, Deed, Given } from './deed.ts'
import { OpenFields } from './open-fields.tsx'
import type { Trail } from './types.ts'
import { useDecision } from './use-decision.ts'

const FORM_ID = 'fw-decision-form'
interface DialogProps {
  deed: Deed
  tasks: AskedTask[]
  onClose: () => void
}

/** Asks for whatever a deed needs, then does it: words, people, a step, and the fields that the step opens. */
export function DecideDialog({ deed, tasks, onClose }: DialogProps) {
  const { t } = useTexts('app')
  const { given, put, addFile, uploads, errors, isBusy, results, trail, isCommented, open, confirm } = useDecision({
    deed,
    tasks,
    onClose,
  })
  const box = useRef<HTMLDivElement>(null)
  const only = tasks.length === 1 ? tasks[0] : undefined
  const label = t(`approvals.deeds.${deed}`)
  const { fields, required } = open
  useEffect(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors])
  const submit = (): void => {
    if (fields.length === 0) void confirm()
    else document.querySelector<HTMLFormElement>(`#${FORM_ID}`)?.requestSubmit()
  }
  if (results) return <BulkOutcome label={label} tasks={tasks} results={results} onClose={onClose} />
  return (
    <Modal
      open
      className="fw-decide-dialog"
      title={only ? `${label} · ${only.name}` : t('approvals.deedOfMany', { label, count: tasks.length })}
      okText={label}
      cancelText={t('bin.cancel')}
      okButtonProps={{ danger: DANGEROUS.has(deed), disabled: only !== undefined && trail === undefined }}
      confirmLoading={isBusy}
      onOk={submit}
      onCancel={onClose}
    >
      <div
        ref={box}
        className="fw-decide"
        onKeyDown={(event) => {
          // a form sends itself by this key
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && fields.length === 0) submit()
        }}
      >
        {errors.general === undefined ? null : <Alert type="error" showIcon role="alert" title={errors.general} />}
        {only ? null : <p className="fw-muted">{t('approvals.manyHelp')}</p>}
        {FOR_PEOPLE.has(deed) ? (
          <WhoField deed={deed} trail={trail} given={given} error={errors.people} onChange={put} />
        ) : null}
        {deed === 'return' && trail ? (
          <ReturnField trail={trail} value={given.step} error={errors.step} onChange={(step) => put({ step })} />
        ) : null}
        {fields.length > 0 && trail && only ? (
          <OpenFields
            task={only.id}
            object={trail.object}
            fields={fields}
            required={required}
            formId={FORM_ID}
            onSubmit={confirm}
          />
        ) : null}
        <FieldFrame id="approval-comment" label={t('approvals.comment')} required={isCommented} error={errors.comment}>
          <Input.TextArea
            id="approval-comment"
            autoFocus={fields.length === 0 && !FOR_PEOPLE.has(deed)}
            rows={4}
            maxLength={10_000}
            value={given.comment}
            aria-invalid={errors.comment !== undefined}
            aria-describedby={errors.comment === undefined ? undefined : 'approval-comment-error'}
            onChange={({ target }) => put({ comment: target.value })}
          />
        </FieldFrame>
        {only && WITH_FILES.has(deed) ? (
          <DecisionFiles
            files={given.files}
            uploads={uploads}
            error={errors.files}
            onAdd={(file) => addFile(file)}
            onRemove={(file) => put({ files: given.files.filter((each) => each.id !== file.id) })}
          />
        ) : null}
      </div>
    </Modal>
  )
}

interface WhoProps {
  deed: Deed
  trail: Trail | undefined
  given: Given
  error: string | undefined
  onChange: (part: Partial<Given>) => void
}

/** Whom a task is handed to, or who is asked beside one, and when. */
function WhoField({ deed, trail, given: { people, place }, error, onChange }: WhoProps) {
  const { t } = useTexts('app')
  const places = (['before', 'after'] as const).filter((each) => trail?.actions?.includes(`add-${each}`))
  return (
    <>
      <FieldFrame
        id="approval-people"
        label={t('approvals.to')}
        required
        error={error}
        help={t(`approvals.toHelp.${deed}`)}
      >
        {deed === 'add' ? (
          <PeopleChoice id="approval-people" value={people} onChange={(next) => onChange({ people: next })} />
        ) : (
          <RecordChoice
            id="approval-people"
            object="user"
            value={people[0] ?? null}
            onChange={(person) => onChange({ people: person ? [person] : [] })}
          />
        )}
      </FieldFrame>
      {deed === 'add' ? (
        <Radio.Group
          value={place}
          aria-label={t('approvals.when')}
          options={places.map((value) => ({ value, label: t(`approvals.${value}`) }))}
          onChange={({ target }) => onChange({ place: target.value as 'before' | 'after' })}
        />
      ) : null}
    </>
  )
}

interface ReturnProps {
  trail: Trail
  value: string | null
  error: string | undefined
  onChange: (step: string | null) => void
}

const SUBMITTER = ''

/** To whom it is given back: the submitter, or a step that was asked before. */
function ReturnField({ trail, value, error, onChange }: ReturnProps) {
  const { t, locale } = useTexts('app')
  const steps = trail.returnTo ?? []
  return (
    <FieldFrame id="approval-return" label={t('approvals.returnTo')} required={false} error={error}>
      <Radio.Group
        id="approval-return"
        className="fw-return-choices"
        value={value ?? SUBMITTER}
        options={[
          { value: SUBMITTER, label: t('approvals.toSubmitter', { name: trail.submitter?.label ?? '' }) },
          ...steps.map(({ key, label }) => ({ value: key, label: localize(label, locale) })),
        ]}
        onChange={({ target }) => onChange(target.value === SUBMITTER ? null : String(target.value))}
      />
    </FieldFrame>
  )
}
