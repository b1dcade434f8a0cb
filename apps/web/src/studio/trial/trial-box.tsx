import { isApiProblem, useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { FormField } from '../parts/form-field.tsx'
import { RecordChoice } from './record-choice.tsx'
import type { TrialRecord } from './use-trial-record.ts'

/** A record to choose, and beside it what comes of it. */
export function TrialBox(props: {
  object: string
  record: TrialRecord
  onChoose: (record: TrialRecord) => void
  /** under the result */
  note?: ReactNode
  children: ReactNode
}) {
  const { t } = useTexts('studio')
  const { object, record, onChoose, note } = props
  return (
    <div className="st-try" role="group" aria-label={t('trial.title')}>
      <FormField label={t('trial.record')}>
        {(id) => <RecordChoice id={id} object={object} record={record} onChange={onChoose} />}
      </FormField>
      <div className="st-try-result" role="status" aria-live="polite">
        <span className="st-label">{t('trial.result')}</span>
        {props.children}
        {note ? <span className="st-try-note">{note}</span> : null}
      </div>
    </div>
  )
}

/** Why there is no result. */
export function TrialRefusal({ children }: { children: ReactNode }) {
  return <span className="st-try-refusal">{children}</span>
}

/** What is tried uses something that only the draft knows. */
export function Unpublished() {
  const { t } = useTexts('studio')
  return <TrialRefusal>{t('trial.unpublished')}</TrialRefusal>
}

/** The first problem of a refusal, in words. */
export const reasonOf = (error: Error): string => (isApiProblem(error) && error.problems[0]?.message) || error.message
