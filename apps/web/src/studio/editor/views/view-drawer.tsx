import { useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import { suggestName } from '../../model/api-name.ts'
import { completeText, isBlankText, NO_TEXT } from '../../model/localized.ts'
import type { ViewDefinition } from '../../model/definitions.ts'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { RecordTypeSelect } from '../../parts/record-type-select.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import type { EditableView } from './use-views.ts'
import { ViewColumns } from './view-columns.tsx'
import { ViewOrder } from './view-order.tsx'

interface ViewDrawerProps {
  object: StudioObject
  editable: EditableView
  taken: string[]
  onClose: () => void
  onSave: (view: ViewDefinition) => void
}

/** One view of a list: its columns, order and condition. */
export function ViewDrawer(props: ViewDrawerProps) {
  const { t, locale } = useTexts('studio')
  const form = useViewForm(props)
  const [isTried, setTried] = useState(false)
  const { view, isNew, problems } = form
  const save = (): void => {
    setTried(true)
    if (problems.length === 0) props.onSave({ ...view, label: completeText(view.label ?? NO_TEXT) })
  }
  return (
    <EditDrawer
      title={isNew ? t('views.newTitle') : (view.label?.[locale] ?? view.name)}
      size={720}
      foot={
        <span className={isTried && problems[0] ? 'st-error' : 'st-muted'} role="status">
          {isTried && problems[0] ? t(`views.problem.${problems[0]}`) : t('field.note')}
        </span>
      }
      save={t(isNew ? 'field.add' : 'field.save')}
      onSave={save}
      onClose={props.onClose}
    >
      <ViewBasics {...props} form={form} isTried={isTried} />
      <FormGroup title={t('views.columns')} note={t('views.columnsNote')}>
        <ViewColumns object={props.object} columns={view.columns} onChange={(columns) => form.set({ columns })} />
      </FormGroup>
      <FormGroup title={t('views.records')}>
        <ViewOrder object={props.object} sort={view.sort} onChange={(sort) => form.set({ sort })} />
        <RecordTypeSelect
          object={props.object.name}
          value={view.recordType}
          onChange={(recordType) => form.set({ recordType } as Partial<ViewDefinition>)}
        />
        <FormField label={t('views.filter')} help={t('views.filterHelp')}>
          {(id) => (
            <DraftExpression
              id={id}
              label={t('views.filter')}
              object={props.object.name}
              expects="boolean"
              minRows={1}
              value={view.filter ?? ''}
              onChange={(filter) => form.set({ filter: filter.trim() === '' ? undefined : filter })}
            />
          )}
        </FormField>
      </FormGroup>
    </EditDrawer>
  )
}

type Form = ReturnType<typeof useViewForm>

function useViewForm({ editable, object, taken }: ViewDrawerProps) {
  const [view, setView] = useState(editable.view)
  const label = view.label ?? NO_TEXT
  const stem = { label: `${object.name} ${label.en}`, fallback: `${object.name}_view`, taken }
  const suggested = isBlankText(label) ? '' : suggestName(label.en === '' ? { ...stem, label: '' } : stem)
  const { name, isNew, setName, isWrong } = useApiName({ given: editable.view.name, suggested, taken })
  const problems = [
    ...(isBlankText(label) ? ['label' as const] : []),
    ...(isWrong ? ['name' as const] : []),
    ...(Object.keys(view.columns).length === 0 ? ['columns' as const] : []),
  ]
  return {
    view: { ...view, name },
    isNew,
    problems,
    setName,
    set: (change: Partial<ViewDefinition>) =>
      setView((before) => {
        const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)
        return Object.fromEntries(merged) as ViewDefinition
      }),
  }
}

function ViewBasics({ object, taken, form, isTried }: ViewDrawerProps & { form: Form; isTried: boolean }) {
  const { t } = useTexts('studio')
  const { view, isNew } = form
  const isTree = object.hierarchy !== null
  return (
    <FormGroup>
      <LabelInputs
        label={t('views.label')}
        isRequired
        autoFocus={isNew}
        value={view.label ?? NO_TEXT}
        onChange={(label) => form.set({ label })}
        error={isTried && isBlankText(view.label) ? t('views.problem.label') : null}
      />
      <NameInput value={view.name} onChange={form.setName} taken={taken} isFixed={!isNew} />
      {isTree ? (
        <div className="st-field">
          <span className="st-label">{t('views.type')}</span>
          <Segmented
            aria-label={t('views.type')}
            value={view.type ?? 'table'}
            options={(['table', 'tree'] as const).map((value) => ({ value, label: t(`views.types.${value}`) }))}
            onChange={(type) => form.set({ type })}
          />
        </div>
      ) : null}
      <SwitchLine
        label={t('views.default')}
        help={t('views.defaultHelp')}
        value={view.default === true}
        onChange={(isOn) => form.set({ default: isOn })}
      />
    </FormGroup>
  )
}
