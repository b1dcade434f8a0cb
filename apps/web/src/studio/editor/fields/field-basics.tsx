import { useTexts } from '@fieldwork/ui'

import { NO_TEXT } from '../../model/localized.ts'
import { FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { fieldPrefix } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import type { FieldProblems } from './field-problems.ts'
import type { FieldForm } from './use-field-form.ts'

/** What a field is called, by people and by programs, and the help under it. */
export function FieldBasics(props: {
  form: FieldForm
  editing: ObjectEditing
  isNew: boolean
  problems: FieldProblems
}) {
  const { t } = useTexts('studio')
  const { form, editing, isNew } = props
  return (
    <FormGroup>
      <LabelInputs
        label={t('field.label')}
        isRequired
        autoFocus={isNew}
        value={form.label}
        onChange={(label) => form.setOptions({ label })}
        error={props.problems.label ? t('field.problem.label') : null}
      />
      <NameInput
        value={form.name}
        onChange={form.setName}
        taken={Object.keys(editing.definition.properties)}
        prefix={fieldPrefix(editing)}
        isFixed={!isNew}
        {...(fieldPrefix(editing) === '' ? {} : { help: t('field.prefixHelp') })}
      />
      <LabelInputs
        label={t('field.help')}
        value={form.property['x-field'].help ?? NO_TEXT}
        onChange={(help) => form.setOptions({ help })}
      />
    </FormGroup>
  )
}
