import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, InputNumber } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { suggestName } from '../../model/api-name.ts'
import type { CompletenessGroup } from '../../model/definitions.ts'
import { withoutEmpty } from '../../model/json.ts'
import { completeText, isBlankText, NO_TEXT } from '../../model/localized.ts'
import { optionsOf } from '../../model/object-edits.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import { enteredFields } from './type-fields.ts'

const MAX_NAME = 36
const MAX_WEIGHT = 1000

/** One completeness group: the fields that ought to be filled in, their weights, and who sees to it. */
export function CompletenessDrawer(props: {
  editing: ObjectEditing
  /** empty for a new group */
  name: string
  group: CompletenessGroup
  onClose: () => void
  onSave: (name: string, group: CompletenessGroup) => void
}) {
  const { editing } = props
  const { t } = useTexts('studio')
  const [group, setGroup] = useState(props.group)
  const [isTried, setTried] = useState(false)
  const taken = Object.keys(optionsOf(editing.definition).completeness ?? {})
  const isUnnamed = isBlankText(group.label)
  const words = { label: group.label?.en ?? '', fallback: 'group', taken }
  const suggested = isUnnamed ? '' : suggestName(words).slice(0, MAX_NAME)
  const { name, isNew, setName, isWrong } = useApiName({ given: props.name, suggested, taken })
  const isEmpty = Object.keys(group.fields).length === 0
  const set = (change: Partial<CompletenessGroup>): void => setGroup((before) => ({ ...before, ...change }))

  const save = (): void => {
    setTried(true)
    if (isUnnamed || isEmpty || isWrong) return
    const { label, responsible, ...rest } = group
    props.onSave(
      name,
      withoutEmpty({
        ...rest,
        label: completeText(label ?? NO_TEXT),
        ...(responsible && !isBlankText(responsible) ? { responsible: completeText(responsible) } : {}),
      }),
    )
  }

  return (
    <EditDrawer
      title={t(isNew ? 'completeness.newTitle' : 'completeness.editTitle')}
      size={600}
      save={t(isNew ? 'rules.addToDraft' : 'rules.save')}
      onSave={save}
      onClose={props.onClose}
    >
      <FormGroup>
        <LabelInputs
          label={t('completeness.label')}
          isRequired
          autoFocus={isNew}
          value={group.label ?? NO_TEXT}
          onChange={(label) => set({ label })}
          error={isTried && isUnnamed ? t('completeness.labelMissing') : null}
        />
        <NameInput value={name} onChange={setName} taken={taken} isFixed={!isNew} />
        <LabelInputs
          label={t('completeness.responsible')}
          value={group.responsible ?? NO_TEXT}
          onChange={(responsible) => set({ responsible })}
        />
        <FormField label={t('completeness.when')} help={t('completeness.whenHelp')}>
          {(id) => (
            <DraftExpression
              id={id}
              label={t('completeness.when')}
              object={editing.object.name}
              expects="boolean"
              minRows={1}
              value={group.when ?? ''}
              onChange={(when) => set({ when: when.trim() === '' ? '' : when })}
            />
          )}
        </FormField>
        <ExpressionTrial
          object={editing.object.name}
          expression={group.when ?? ''}
          verdict={{ holds: t('trial.applies'), fails: t('trial.appliesNot') }}
        />
      </FormGroup>
      <FormGroup title={t('completeness.fields')} note={t('completeness.fieldsNote')}>
        <WeightRows editing={editing} weights={group.fields} onChange={(fields) => set({ fields })} />
        {isTried && isEmpty ? (
          <p className="st-error" role="alert">
            {t('completeness.fieldsMissing')}
          </p>
        ) : null}
      </FormGroup>
    </EditDrawer>
  )
}

function WeightRows(props: {
  editing: ObjectEditing
  weights: Record<string, number>
  onChange: (weights: Record<string, number>) => void
}) {
  const { t, locale } = useTexts('studio')
  const { weights, onChange } = props
  const fields = props.editing.object.fields
  const labelOf = (name: string): string => fields.find((each) => each.name === name)?.label[locale] ?? name
  const remove = (name: string): void => {
    const { [name]: _removed, ...rest } = weights
    onChange(rest)
  }
  return (
    <>
      {Object.entries(weights).map(([name, weight]) => (
        <div key={name} className="st-type-default">
          <span className="st-grow">{labelOf(name)}</span>
          <InputNumber
            aria-label={t('completeness.weightOf', { field: labelOf(name) })}
            min={1}
            max={MAX_WEIGHT}
            precision={0}
            value={weight}
            onChange={(next) => onChange({ ...weights, [name]: next ?? 1 })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('completeness.removeField', { field: labelOf(name) })}
            onClick={() => remove(name)}
          />
        </div>
      ))}
      <FieldSelect
        label={t('completeness.addField')}
        fields={enteredFields(props.editing).filter(({ name }) => !Object.hasOwn(weights, name))}
        value={undefined}
        placeholder={t('completeness.addField')}
        onChange={(name) => (name === undefined ? undefined : onChange({ ...weights, [name]: 1 }))}
      />
    </>
  )
}
