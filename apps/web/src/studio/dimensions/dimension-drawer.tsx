import { useTexts } from '@fieldwork/ui'
import { App, Button } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import type { DimensionDefinition } from '../model/dimensions.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { EditDrawer } from '../parts/edit-drawer.tsx'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { ReferencePath } from './reference-path.tsx'

interface Draft {
  name: string | null
  label: typeof NO_TEXT
  description: typeof NO_TEXT
  object: string | undefined
  own: string | undefined
}

/** A dimension: whose records are its values, and where a person's own ones stand. */
export function DimensionDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTexts('studio')
  const { modal } = App.useApp()
  const { dimensions, put } = useDraftedDimensions()
  const known = dimensions.find(({ definition }) => definition.name === name)
  const [form, setForm] = useState<Draft>(draftOf(known?.definition))
  const [isTried, setTried] = useState(false)
  const taken = dimensions.flatMap(({ definition }) => (definition.name === name ? [] : [definition.name]))
  const suggested = suggestName({ label: form.label.en || form.label['zh-CN'], fallback: 'dimension', taken })
  const ownName = known ? name : (form.name ?? suggested)
  const change = (part: Partial<Draft>): void => setForm({ ...form, ...part })

  const submit = (): void => {
    setTried(true)
    if (isBlankText(form.label) || form.object === undefined || (!known && checkName(ownName, taken) !== null)) return
    put(known ?? { definition: null as never, origin: 'new', base: null }, ownName, {
      ...withoutTexts(known?.definition),
      name: ownName,
      label: completeText(form.label),
      ...(isBlankText(form.description) ? {} : { description: completeText(form.description) }),
      object: form.object,
      ...(form.own ? { own: form.own } : {}),
    })
    onClose()
  }
  const remove = (): void =>
    void modal.confirm({
      title: t('dimensions.removeTitle'),
      content: t('dimensions.removeText'),
      okText: t('dimensions.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        if (known) put(known, name, null)
        onClose()
      },
    })
  return (
    <EditDrawer
      title={known ? t('dimensions.title') : t('dimensions.newTitle')}
      size={520}
      foot={
        <>
          {known ? (
            <Button danger type="text" onClick={remove}>
              {t('dimensions.remove')}
            </Button>
          ) : null}
          <span className="st-grow" />
        </>
      }
      save={t('dimensions.toDraft')}
      onSave={submit}
      onClose={onClose}
    >
      <DimensionFields
        form={form}
        isTried={isTried}
        onChange={change}
        name={ownName}
        taken={taken}
        isKnown={known !== undefined}
      />
    </EditDrawer>
  )
}

function DimensionFields(props: {
  form: Draft
  isTried: boolean
  name: string
  taken: string[]
  isKnown: boolean
  onChange: (part: Partial<Draft>) => void
}) {
  const { t } = useTexts('studio')
  const { form, isTried, name, taken, isKnown, onChange: change } = props
  return (
    <>
      <LabelInputs
        label={t('dimensions.label')}
        isRequired
        value={form.label}
        onChange={(label) => change({ label })}
        error={isTried && isBlankText(form.label) ? t('dimensions.labelMissing') : null}
      />
      <NameInput value={name} onChange={(next) => change({ name: next })} taken={taken} isFixed={isKnown} />
      <LabelInputs
        label={t('settings.description')}
        isMultiline
        value={form.description}
        onChange={(description) => change({ description })}
      />
      <FormField
        label={t('dimensions.values')}
        isRequired
        help={t('dimensions.valuesHelp')}
        error={isTried && form.object === undefined ? t('dimensions.valuesMissing') : null}
      >
        {(id) => <ObjectSelect id={id} value={form.object} onChange={(object) => change({ object, own: undefined })} />}
      </FormField>
      {form.object === undefined ? null : (
        <FormField label={t('dimensions.own')} help={t('dimensions.ownHelp')}>
          {(id) => (
            <ReferencePath
              id={id}
              from="user"
              target={form.object ?? ''}
              value={form.own}
              placeholder={t('dimensions.ownNone')}
              onChange={(own) => change({ own })}
            />
          )}
        </FormField>
      )}
    </>
  )
}

function draftOf(known: DimensionDefinition | undefined): Draft {
  return {
    name: null,
    label: known?.label ?? NO_TEXT,
    description: known?.description ?? NO_TEXT,
    object: known?.object,
    own: known?.own,
  }
}

/** What the form does not show stays. */
function withoutTexts(known: DimensionDefinition | undefined): Partial<DimensionDefinition> {
  const { description: _description, own: _own, ...rest } = known ?? {}
  return rest
}
