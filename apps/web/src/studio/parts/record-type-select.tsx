import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useObjectDocument } from '../draft/use-document.ts'
import { optionsOf } from '../model/object-edits.ts'
import { inOrder } from '../model/record-types.ts'
import { FormField } from './form-field.tsx'

/** Chooses a record type of an object, or none; nothing where it has no types. */
export function RecordTypeSelect(props: {
  object: string
  value: string | undefined
  onChange: (type: string | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const { definition } = useObjectDocument(props.object)
  const types = definition ? inOrder(optionsOf(definition).recordTypes) : []
  if (types.length === 0 && props.value === undefined) return null
  return (
    <FormField label={t('recordTypes.of')} help={t('recordTypes.ofHelp')}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          allowClear
          value={props.value}
          placeholder={t('recordTypes.any')}
          options={types.map(([value, { label }]) => ({ value, label: label?.[locale] ?? value }))}
          onChange={(value: string | undefined) => props.onChange(value)}
        />
      )}
    </FormField>
  )
}
