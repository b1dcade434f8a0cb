import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { suggestName } from '../../model/api-name.ts'
import type { SelectOption, Transition } from '../../model/definitions.ts'
import { withoutEmpty } from '../../model/json.ts'
import { completeText, isBlankText, NO_TEXT } from '../../model/localized.ts'
import { FieldsSelect } from '../../parts/field-select.tsx'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { ValueSetter } from './value-setter.tsx'

interface Props {
  editing: ObjectEditing
  options: [string, SelectOption][]
  taken: string[]
  /** empty for a new transition */
  name: string
  transition: Transition
  onClose: () => void
  onSave: (name: string, transition: Transition) => void
}

/** One way between states: its button, from where to where, when it is possible, what it needs and sets. */
export function TransitionDrawer(props: Props) {
  const { t } = useTexts('studio')
  const form = useTransitionForm(props)
  return (
    <EditDrawer
      title={t(form.isNew ? 'states.newTitle' : 'states.editTitle')}
      size={600}
      save={t(form.isNew ? 'states.addToDraft' : 'states.save')}
      onSave={form.save}
      onClose={props.onClose}
    >
      <TransitionWay form={form} options={props.options} taken={props.taken} />
      <TransitionEffects form={form} editing={props.editing} />
    </EditDrawer>
  )
}

function useTransitionForm(props: Props) {
  const [value, setValue] = useState(props.transition)
  const [isTried, setTried] = useState(false)
  const label = value.label ?? NO_TEXT
  const { taken } = props
  const suggested = isBlankText(label) ? '' : suggestName({ label: label.en, fallback: 'step', taken })
  const { name, isNew, setName, isWrong } = useApiName({ given: props.name, suggested, taken })
  const isComplete = !isBlankText(label) && value.from.length > 0 && value.to !== '' && !isWrong
  const save = (): void => {
    setTried(true)
    if (isComplete) props.onSave(name, withoutEmpty({ ...value, label: completeText(label) }))
  }
  const set = (change: Partial<Transition>): void => setValue({ ...value, ...change })
  return { isNew, value, set, label, name, setName, isTried, save }
}

type TransitionForm = ReturnType<typeof useTransitionForm>

function TransitionWay(props: { form: TransitionForm; options: Props['options']; taken: string[] }) {
  const { t, locale } = useTexts('studio')
  const { form } = props
  const { value, set, isTried } = form
  const choices = props.options.map(([key, option]) => ({ value: key, label: option.label[locale] }))
  return (
    <FormGroup>
      <LabelInputs
        label={t('states.button')}
        isRequired
        autoFocus={form.isNew}
        value={form.label}
        onChange={(label) => set({ label })}
        error={isTried && isBlankText(form.label) ? t('states.buttonMissing') : null}
      />
      <div className="st-pair">
        <FormField
          label={t('states.from')}
          isRequired
          error={isTried && value.from.length === 0 ? t('states.fromMissing') : null}
        >
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              mode="multiple"
              value={value.from}
              options={choices}
              onChange={(from) => set({ from })}
            />
          )}
        </FormField>
        <FormField label={t('states.to')} isRequired error={isTried && value.to === '' ? t('states.toMissing') : null}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={value.to || undefined}
              options={choices}
              onChange={(to) => set({ to })}
            />
          )}
        </FormField>
      </div>
      <NameInput value={form.name} onChange={form.setName} taken={props.taken} isFixed={!form.isNew} />
    </FormGroup>
  )
}

function TransitionEffects({ form, editing }: { form: TransitionForm; editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { value, set } = form
  const writable = editing.object.fields.filter((field) => !field.system && !COMPUTED.has(field.type))
  return (
    <FormGroup title={t('states.conditions')}>
      <FormField label={t('states.when')} help={t('states.whenHelp')}>
        {(id) => (
          <DraftExpression
            id={id}
            label={t('states.when')}
            object={editing.object.name}
            expects="boolean"
            minRows={1}
            value={value.when ?? ''}
            onChange={(when) => set({ when })}
          />
        )}
      </FormField>
      <ExpressionTrial
        object={editing.object.name}
        expression={value.when ?? ''}
        verdict={{ holds: t('trial.applies'), fails: t('trial.appliesNot') }}
      />
      <FormField label={t('states.requires')} help={t('states.requiresHelp')}>
        {(id) => (
          <FieldsSelect
            id={id}
            fields={writable}
            value={value.requires ?? []}
            onChange={(requires) => set({ requires })}
          />
        )}
      </FormField>
      <ValueSetter
        editing={editing}
        fields={writable}
        value={value.set ?? {}}
        onChange={(next) => set({ set: next })}
      />
    </FormGroup>
  )
}

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'auto-number', 'roll-up'])
