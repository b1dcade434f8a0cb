import { useTexts } from '@fieldwork/ui'
import { Input, Select } from 'antd'
import { useState } from 'react'

import { choicesOf } from '../../designer/preview-schema.ts'
import { suggestName } from '../../model/api-name.ts'
import type { RecordType } from '../../model/definitions.ts'
import { withoutEmpty } from '../../model/json.ts'
import { completeText, isBlankText, NO_TEXT } from '../../model/localized.ts'
import { optionsOf } from '../../model/object-edits.ts'
import { FieldsSelect } from '../../parts/field-select.tsx'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import { ColorSelect } from '../options/color-select.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { TypeChoices } from './type-choices.tsx'
import { saidDefaults, TypeDefaults } from './type-defaults.tsx'
import { hideableFields, requirableFields } from './type-fields.ts'

interface DrawerProps {
  editing: ObjectEditing
  /** empty for a new type */
  name: string
  type: RecordType
  onClose: () => void
  onSave: (name: string, type: RecordType) => void
}

/** One record type: what it is called, and what its records have, may have and begin with. */
export function RecordTypeDrawer(props: DrawerProps) {
  const { t } = useTexts('studio')
  const [type, setType] = useState(props.type)
  const [isTried, setTried] = useState(false)
  const taken = Object.keys(optionsOf(props.editing.definition).recordTypes ?? {})
  const isUnnamed = isBlankText(type.label)
  const suggested = isUnnamed ? '' : suggestName({ label: type.label?.en ?? '', fallback: 'type', taken })
  const { name, isNew, setName, isWrong } = useApiName({ given: props.name, suggested, taken })
  const set = (change: Partial<RecordType>): void => setType((before) => ({ ...before, ...change }))

  const save = (): void => {
    setTried(true)
    if (isUnnamed || isWrong) return
    props.onSave(name, savedType(type))
  }

  return (
    <EditDrawer
      title={t(isNew ? 'recordTypes.newTitle' : 'recordTypes.editTitle')}
      size={640}
      save={t(isNew ? 'rules.addToDraft' : 'rules.save')}
      onSave={save}
      onClose={props.onClose}
    >
      <FormGroup>
        <LabelInputs
          label={t('recordTypes.label')}
          isRequired
          autoFocus={isNew}
          value={type.label ?? NO_TEXT}
          onChange={(label) => set({ label })}
          error={isTried && isUnnamed ? t('recordTypes.labelMissing') : null}
        />
        <NameInput value={name} onChange={setName} taken={taken} isFixed={!isNew} />
        <LabelInputs label={t('recordTypes.help')} value={type.help ?? NO_TEXT} onChange={(help) => set({ help })} />
        <TypeLook type={type} onChange={set} />
      </FormGroup>
      <TypeFields editing={props.editing} type={type} onChange={set} />
      <TypeChoices editing={props.editing} type={type} onChange={(options) => set({ options })} />
      <TypeDefaults editing={props.editing} type={type} onChange={(defaults) => set({ defaults })} />
    </EditDrawer>
  )
}

function savedType({ help, default: isDefault, active, options, defaults, ...type }: RecordType): RecordType {
  const hidden = new Set(type.hidden)
  const shown = <T,>(by: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries(Object.entries(by ?? {}).filter(([field]) => !hidden.has(field)))
  return withoutEmpty({
    ...type,
    label: completeText(type.label ?? NO_TEXT),
    ...(help && !isBlankText(help) ? { help: completeText(help) } : {}),
    ...(isDefault ? { default: true } : {}),
    ...(active === undefined ? {} : { active }),
    options: shown(options),
    defaults: shown(saidDefaults(defaults)),
  })
}

type Change = (change: Partial<RecordType>) => void

function TypeLook({ type, onChange }: { type: RecordType; onChange: Change }) {
  const { t } = useTexts('studio')
  return (
    <>
      <div className="st-pair">
        <FormField label={t('select.color')}>
          {() => (
            <ColorSelect
              label={t('select.color')}
              value={type.color || undefined}
              onChange={(color) => onChange({ color: color ?? '' })}
            />
          )}
        </FormField>
        <FormField label={t('recordTypes.code')} help={t('recordTypes.codeHelp')}>
          {(id) => (
            <Input
              id={id}
              className="st-code"
              maxLength={20}
              value={type.code ?? ''}
              onChange={({ target }) => onChange({ code: target.value.replace(/[^A-Za-z0-9_-]/g, '') })}
            />
          )}
        </FormField>
      </div>
      <SwitchLine
        label={t('recordTypes.active')}
        help={t('recordTypes.activeHelp')}
        value={type.active !== false}
        onChange={(active) => onChange(active ? { active } : { active, default: false })}
      />
      <SwitchLine
        label={t('recordTypes.default')}
        help={t('recordTypes.defaultHelp')}
        value={type.default === true}
        isDisabled={type.active === false}
        onChange={(isDefault) => onChange({ default: isDefault })}
      />
    </>
  )
}

function TypeFields({ editing, type, onChange }: { editing: ObjectEditing; type: RecordType; onChange: Change }) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('recordTypes.fields')}>
      <FormField label={t('recordTypes.required')} help={t('recordTypes.requiredHelp')}>
        {(id) => (
          <FieldsSelect
            id={id}
            fields={requirableFields(editing, type)}
            value={type.required ?? []}
            placeholder={t('recordTypes.noFields')}
            onChange={(required) => onChange({ required })}
          />
        )}
      </FormField>
      <FormField label={t('recordTypes.hidden')} help={t('recordTypes.hiddenHelp')}>
        {(id) => (
          <FieldsSelect
            id={id}
            fields={hideableFields(editing, type)}
            value={type.hidden ?? []}
            placeholder={t('recordTypes.noFields')}
            onChange={(hidden) => onChange({ hidden })}
          />
        )}
      </FormField>
      <InitialState editing={editing} type={type} onChange={onChange} />
    </FormGroup>
  )
}

function InitialState({ editing, type, onChange }: { editing: ObjectEditing; type: RecordType; onChange: Change }) {
  const { t, locale } = useTexts('studio')
  const { states } = optionsOf(editing.definition)
  if (!states) return null
  const choices = choicesOf(editing.definition.properties[states.field]?.['x-field']['options'], locale) ?? []
  const usual = choices.find(({ value }) => value === states.initial)?.label ?? states.initial
  return (
    <FormField label={t('recordTypes.initial')}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          allowClear
          value={type.initial === '' ? undefined : type.initial}
          placeholder={t('recordTypes.initialUsual', { state: usual })}
          options={choices}
          onChange={(initial: string | undefined) => onChange({ initial: initial ?? '' })}
        />
      )}
    </FormField>
  )
}
