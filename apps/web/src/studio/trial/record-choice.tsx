import { FieldInput, useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { TrialRecord } from './use-trial-record.ts'

/** Chooses one record of an object, found by its name. */
export function RecordChoice(props: {
  id: string
  object: string
  record: TrialRecord
  onChange: (record: TrialRecord) => void
}) {
  const { id, object, record } = props
  const { locale } = useTexts('studio')
  const label = useStudioObjects().find(({ name }) => name === object)?.label[locale] ?? object
  return (
    <FieldInput
      id={id}
      info={{ label, type: 'lookup', widget: 'lookup', reference: object }}
      property={{}}
      value={record.id}
      references={[record]}
      onChange={(next, reference) => {
        if (typeof next === 'string') props.onChange({ id: next, label: reference?.label ?? next })
      }}
    />
  )
}
