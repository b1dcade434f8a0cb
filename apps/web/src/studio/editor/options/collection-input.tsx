import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'

import { NAME_PATTERN } from '../../model/definitions.ts'
import { FormField } from '../../parts/form-field.tsx'
import type { FieldForm } from '../fields/use-field-form.ts'

/** What these records are called, seen from the one they point to; empty: after their object. */
export function CollectionInput({ form, usual }: { form: FieldForm; usual: string }) {
  const { t } = useTexts('studio')
  const value = String(form.property['x-field']['collection'] ?? '')
  const isWrong = value !== '' && !NAME_PATTERN.test(value)
  return (
    <FormField
      label={t('lookup.collection')}
      help={t('lookup.collectionHelp', { name: value || usual })}
      error={isWrong ? t('name.pattern') : null}
    >
      {(id) => (
        <Input
          id={id}
          className="st-code"
          value={value}
          placeholder={usual}
          spellCheck={false}
          maxLength={48}
          onChange={(event) => form.setOptions({ collection: event.target.value.trim().toLowerCase() || undefined })}
        />
      )}
    </FormField>
  )
}
