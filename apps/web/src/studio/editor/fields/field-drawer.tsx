import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'
import { useState } from 'react'

import { useFieldTypes } from '../../catalog/field-types.ts'
import { isRequired } from '../../model/object-edits.ts'
import type { NamedField } from '../../model/object-edits.ts'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { isPublishedField } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { FieldBasics } from './field-basics.tsx'
import { FieldBehaviour } from './field-behaviour.tsx'
import { fieldProblems } from './field-problems.ts'
import { savedField } from './saved-field.ts'
import { TypeOptions } from '../options/type-options.tsx'
import { useFieldForm } from './use-field-form.ts'

/** One field, new or known: name, type options, what may be entered, behaviour. Saved into the draft at once. */
export function FieldDrawer(props: {
  editing: ObjectEditing
  field: NamedField
  onClose: () => void
  onSave: (field: NamedField, isRequired: boolean) => void
}) {
  const { editing, field } = props
  const { t, locale } = useTexts('studio')
  const isNew = field.name === ''
  const form = useFieldForm(editing, field, isRequired(editing.definition, field.name))
  const [isTried, setTried] = useState(false)
  const type = useFieldTypes().get(form.property['x-field'].type)
  const problems = fieldProblems(form, editing, isNew)
  const typeLabel = type?.label[locale] ?? ''

  const save = (): void => {
    setTried(true)
    if (Object.keys(problems).length === 0) props.onSave(savedField(form), form.isRequired)
  }

  return (
    <EditDrawer
      title={
        <span className="st-drawer-title">
          <FieldIcon name={type?.icon} />
          {isNew ? t('field.newTitle', { type: typeLabel }) : (form.property['x-field'].label?.[locale] ?? field.name)}
          {isNew ? null : <Tag variant="filled">{typeLabel}</Tag>}
        </span>
      }
      size={640}
      foot={
        <span className="st-muted">
          {isTried && Object.keys(problems).length > 0 ? (
            <span className="st-error">
              {Object.values(problems)
                .map((code) => t(`field.problem.${code}`))
                .join(' · ')}
            </span>
          ) : (
            t('field.note')
          )}
        </span>
      }
      save={t(isNew ? 'field.add' : 'field.save')}
      onSave={save}
      onClose={props.onClose}
    >
      <FieldBasics form={form} editing={editing} isNew={isNew} problems={isTried ? problems : {}} />
      {type ? (
        <TypeOptions
          type={type}
          form={form}
          editing={editing}
          isPublished={isPublishedField(editing, field.name)}
          problem={isTried ? problems.options : undefined}
        />
      ) : null}
      {type ? <FieldBehaviour type={type} form={form} editing={editing} /> : null}
    </EditDrawer>
  )
}
