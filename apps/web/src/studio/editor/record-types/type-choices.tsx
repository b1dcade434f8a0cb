import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { choicesOf } from '../../designer/preview-schema.ts'
import type { RecordType } from '../../model/definitions.ts'
import { dropEntry } from '../../model/record-types.ts'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { choiceFields } from './type-fields.ts'

/** Which options of each select field records of a type may have; none chosen: all of them. */
export function TypeChoices(props: {
  editing: ObjectEditing
  type: RecordType
  onChange: (options: RecordType['options']) => void
}) {
  const { t, locale } = useTexts('studio')
  const { editing, type, onChange } = props
  const fields = choiceFields(editing).filter(({ name }) => type.hidden?.includes(name) !== true)
  if (fields.length === 0) return null
  return (
    <FormGroup title={t('recordTypes.options')} note={t('recordTypes.optionsNote')}>
      {fields.map(({ name, label }) => (
        <FormField key={name} label={label[locale]}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              className="st-wide"
              value={type.options?.[name] ?? []}
              placeholder={t('recordTypes.allOptions')}
              options={choicesOf(editing.definition.properties[name]?.['x-field']['options'], locale) ?? []}
              optionFilterProp="label"
              onChange={(keys: string[]) =>
                onChange(keys.length === 0 ? dropEntry(type.options, name) : { ...type.options, [name]: keys })
              }
            />
          )}
        </FormField>
      ))}
    </FormGroup>
  )
}
