import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useNamedDraft } from '../draft/use-named-draft.ts'
import type { NamedForm } from '../draft/use-named-draft.ts'
import type { Drafted } from '../draft/use-documents.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { emptyParameterValue, parameterTypes } from '../model/parameters.ts'
import type { ParameterDefinition, ParameterType, ParameterValue } from '../model/parameters.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { NamedDrawer } from '../parts/named-drawer.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { ParameterValueInput } from './value-input.tsx'

interface Draft extends NamedForm {
  description: typeof NO_TEXT
  group: typeof NO_TEXT
  type: ParameterType
  value: ParameterValue
}

interface DrawerProps {
  /** of the parameter that is edited; empty: a new one */
  name: string
  all: readonly Drafted<ParameterDefinition>[]
  put: (document: Drafted<ParameterDefinition>, name: string, definition: ParameterDefinition | null) => void
  onClose: () => void
}

/** A parameter of the workspace's own: what it is called, what it decides, where it stands, and whether it is on. */
export function ParameterDrawer({ name, all, put, onClose }: DrawerProps) {
  const { t } = useTexts('studio')
  const remove = t('parameters.remove')
  const draft = useNamedDraft({
    name,
    all,
    fallback: 'parameter',
    formOf: draftOf,
    definitionOf: parameterOf,
    put,
    words: { removeTitle: t('parameters.removeTitle'), removeText: t('parameters.removeText'), remove },
    onClose,
  })
  const { form, change } = draft
  return (
    <NamedDrawer
      draft={draft}
      title={draft.isKnown ? t('parameters.editTitle') : t('parameters.add')}
      size={520}
      remove={remove}
      save={t('parameters.toDraft')}
    >
      <LabelInputs
        label={t('parameters.label')}
        isRequired
        value={form.label}
        onChange={(label) => change({ label })}
        error={draft.isTried && isBlankText(form.label) ? t('parameters.labelMissing') : null}
      />
      <NameInput
        value={draft.name}
        onChange={(next) => change({ name: next })}
        taken={draft.taken}
        isFixed={draft.isFixed}
      />
      <LabelInputs
        label={t('parameters.description')}
        isMultiline
        value={form.description}
        onChange={(description) => change({ description })}
      />
      <LabelInputs label={t('parameters.group')} value={form.group} onChange={(group) => change({ group })} />
      <FormField label={t('parameters.type')}>
        {(id) => (
          <Select
            id={id}
            value={form.type}
            options={parameterTypes.map((type) => ({ value: type, label: t(`parameters.types.${type}`) }))}
            onChange={(type) => change({ type, value: emptyParameterValue(type) })}
          />
        )}
      </FormField>
      {form.type === 'boolean' ? (
        <SwitchLine label={t('parameters.value')} value={form.value === true} onChange={(value) => change({ value })} />
      ) : (
        <FormField label={t('parameters.worth')}>
          {(id) => (
            <ParameterValueInput
              parameter={form}
              value={form.value}
              label={t('parameters.worth')}
              id={id}
              onChange={(value) => change({ value })}
            />
          )}
        </FormField>
      )}
    </NamedDrawer>
  )
}

function draftOf(known: ParameterDefinition | undefined): Draft {
  return {
    name: null,
    label: known?.label ?? NO_TEXT,
    description: known?.description ?? NO_TEXT,
    group: known?.group ?? NO_TEXT,
    type: known?.type ?? 'boolean',
    value: known?.value ?? true,
  }
}

function parameterOf(form: Draft, name: string, known: ParameterDefinition | undefined): ParameterDefinition {
  return {
    ...(known && keptOf(known, form.type)),
    name,
    label: completeText(form.label),
    ...(isBlankText(form.description) ? {} : { description: completeText(form.description) }),
    ...(isBlankText(form.group) ? {} : { group: completeText(form.group) }),
    ...(form.type === 'boolean' ? {} : { type: form.type }),
    value: form.value,
  }
}

/** What the form does not show; bounds and other values go with the type. */
function keptOf(
  { order, type = 'boolean', unit, minimum, maximum, validFrom }: ParameterDefinition,
  now: ParameterType,
) {
  const figures = { unit, minimum, maximum, validFrom }
  return Object.fromEntries(
    Object.entries({ order, ...(type === now && figures) }).filter(([, value]) => value !== undefined),
  )
}
