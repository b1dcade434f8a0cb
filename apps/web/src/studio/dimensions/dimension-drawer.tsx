import { useTexts } from '@fieldwork/ui'

import { useNamedDraft } from '../draft/use-named-draft.ts'
import type { NamedForm } from '../draft/use-named-draft.ts'
import type { DimensionDefinition } from '../model/dimensions.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { NamedDrawer } from '../parts/named-drawer.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { ReferencePath } from './reference-path.tsx'

interface Draft extends NamedForm {
  description: typeof NO_TEXT
  object: string | undefined
  own: string | undefined
}

/** A dimension: whose records are its values, and where a person's own ones stand. */
export function DimensionDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTexts('studio')
  const { dimensions, put } = useDraftedDimensions()
  const remove = t('dimensions.remove')
  const draft = useNamedDraft({
    name,
    all: dimensions,
    fallback: 'dimension',
    formOf: draftOf,
    definitionOf: dimensionOf,
    put,
    words: { removeTitle: t('dimensions.removeTitle'), removeText: t('dimensions.removeText'), remove },
    onClose,
  })
  return (
    <NamedDrawer
      draft={draft}
      title={draft.isKnown ? t('dimensions.title') : t('dimensions.newTitle')}
      size={520}
      remove={remove}
      save={t('dimensions.toDraft')}
    >
      <DimensionFields
        form={draft.form}
        isTried={draft.isTried}
        onChange={draft.change}
        name={draft.name}
        taken={draft.taken}
        isKnown={draft.isFixed}
      />
    </NamedDrawer>
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

/** The definition that the form stands for; null while its values are not chosen. */
function dimensionOf(form: Draft, name: string, known: DimensionDefinition | undefined): DimensionDefinition | null {
  if (form.object === undefined) return null
  return {
    ...withoutTexts(known),
    name,
    label: completeText(form.label),
    ...(isBlankText(form.description) ? {} : { description: completeText(form.description) }),
    object: form.object,
    ...(form.own ? { own: form.own } : {}),
  }
}

/** What the form does not show stays. */
function withoutTexts(known: DimensionDefinition | undefined): Partial<DimensionDefinition> {
  const { description: _description, own: _own, ...rest } = known ?? {}
  return rest
}
