import { ProblemNote, localize, useApi, useTexts } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Drawer, Select } from 'antd'
import { useState } from 'react'

import { StepsAhead } from '../../approvals/steps-ahead.tsx'
import type { ApprovalPreview } from '../../approvals/types.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { Reference } from '../organisation/department-tree.ts'
import { RecordSelect, RecordsSelect } from '../organisation/record-select.tsx'
import { FormField } from '../parts/form-field.tsx'
import type { ApprovalDefinition } from './approval.ts'

const WIDTH = 680

/** Who would decide by the chain as it is drawn now, on a record and in somebody's name; nothing is stored. */
export function TrialDrawer({ chain, onClose }: { chain: ApprovalDefinition; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const api = useApi()
  const [record, setRecord] = useState<Reference | null>(null)
  const [submitter, setSubmitter] = useState<Reference | null>(null)
  const [chosen, setChosen] = useState<Record<string, string[]>>({})
  const object = useStudioObjects().find(({ name }) => name === chain.object)
  const trial = useMutation({
    mutationFn: () =>
      api.post<ApprovalPreview>('/api/approvals/try', {
        approval: chain,
        id: record?.id,
        submitter: submitter?.id,
        chosen,
      }),
  })
  return (
    <Drawer open size={WIDTH} className="st-drawer" title={t('ap.tryTitle')} onClose={onClose}>
      <p className="st-help">{t('ap.tryText')}</p>
      <FormField label={t('ap.tryRecord', { label: object?.label[locale] ?? chain.object })}>
        {(id) => (
          <RecordSelect
            id={id}
            object={chain.object}
            nameField={object?.nameField ?? 'name'}
            value={record}
            onChange={setRecord}
          />
        )}
      </FormField>
      <FormField label={t('ap.trySubmitter')}>
        {(id) => <RecordSelect id={id} object="user" nameField="name" value={submitter} onChange={setSubmitter} />}
      </FormField>
      {trial.data?.choices.map((choice) => (
        <FormField key={choice.key} label={t('ap.tryChosen', { step: localize(choice.label ?? choice.step, locale) })}>
          {(id) => (
            <Chosen
              id={id}
              choice={choice}
              value={chosen[choice.key] ?? []}
              onChange={(people) => setChosen({ ...chosen, [choice.key]: people })}
            />
          )}
        </FormField>
      ))}
      <Button
        type="primary"
        loading={trial.isPending}
        disabled={record === null || submitter === null}
        onClick={() => trial.mutate()}
      >
        {t('ap.tryNow')}
      </Button>
      {trial.error ? <ProblemNote error={trial.error} /> : null}
      {trial.data ? <Outcome preview={trial.data} /> : null}
    </Drawer>
  )
}

interface ChosenProps {
  id: string
  choice: ApprovalPreview['choices'][number]
  value: string[]
  onChange: (people: string[]) => void
}

function Chosen({ id, choice: { among, maximum }, value, onChange }: ChosenProps) {
  if (among === null) return <RecordsSelect id={id} object="user" nameField="name" value={value} onChange={onChange} />
  return (
    <Select
      id={id}
      className="st-wide"
      mode="multiple"
      maxCount={maximum}
      value={value}
      options={among.map((person) => ({ value: person.id, label: person.label }))}
      onChange={onChange}
    />
  )
}

function Outcome({ preview: { chain, refusals, steps } }: { preview: ApprovalPreview }) {
  const { t, locale } = useTexts('studio')
  return (
    <section className="st-ap-trial" aria-label={t('ap.tryResult')}>
      {chain === null ? <Alert type="info" showIcon title={t('ap.tryNotFor')} /> : null}
      {refusals.map(({ key, message }) => (
        <Alert key={key} type="error" showIcon title={localize(message, locale)} />
      ))}
      {chain ? <StepsAhead steps={steps} label={t('ap.tryResult')} /> : null}
    </section>
  )
}
