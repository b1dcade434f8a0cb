import { FieldInput, isApiProblem, useRecordWrites, useTexts } from '@fieldwork/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'

import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { useRoles } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { DimensionDefinition } from '../model/dimensions.ts'
import { DIMENSION_MODES } from '../model/roles.ts'
import type { DimensionMode } from '../model/roles.ts'
import { DepartmentsSelect } from '../organisation/department-select.tsx'
import { RecordsSelect } from '../organisation/record-select.tsx'
import { FormField } from '../parts/form-field.tsx'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { formOf, valuesOf } from './assignment.ts'
import type { AssignmentForm, AssignmentRecord, Holder, Limit } from './assignment.ts'

const DATE = { label: '', type: 'date', widget: 'date' }
const DATE_PROPERTY = { type: 'string', format: 'date', 'x-field': { type: 'date' } }

interface EditorProps {
  holder: Holder
  /** null: a new one */
  assignment: AssignmentRecord | null
  onClose: () => void
}

/** Gives a role, or changes how it is given. */
export function AssignmentEditor({ holder, assignment, onClose }: EditorProps) {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data ?? []
  const { dimensions } = useDraftedDimensions()
  const [form, setForm] = useState(formOf(assignment))
  const [isTried, setTried] = useState(false)
  const save = useSaveAssignment(holder, assignment, onClose)
  const [shown, setShown] = useState<AssignmentForm | null>(null)
  const change = (part: Partial<AssignmentForm>): void => setForm({ ...form, ...part })
  const show = (): void => {
    setTried(true)
    if (form.role !== undefined) setShown(form)
  }
  const submit = (): void => {
    setTried(true)
    if (form.role !== undefined) save.run(form)
  }
  return (
    <div className="st-assignment-form">
      {save.errors.map((error) => (
        <p key={error} role="alert" className="st-refusal">
          {error}
        </p>
      ))}
      <FormField
        label={t('assignments.role')}
        isRequired
        error={isTried && form.role === undefined ? t('assignments.roleMissing') : null}
      >
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            showSearch={{ optionFilterProp: 'label' }}
            value={form.role ?? null}
            options={roles.map(({ name, label }) => ({ value: name, label: label[locale] }))}
            onChange={(role: string | null) => change({ role: role ?? undefined })}
          />
        )}
      </FormField>
      <FormField label={t('assignments.departments')} help={t('assignments.departmentsHelp')}>
        {(id) => (
          <DepartmentsSelect id={id} value={form.departments} onChange={(departments) => change({ departments })} />
        )}
      </FormField>
      <div className="st-pair">
        {dimensions.map(({ definition }) => (
          <DimensionLimit
            key={definition.name}
            dimension={definition}
            limit={form.dimensions[definition.name] ?? {}}
            onChange={(limit) => change({ dimensions: { ...form.dimensions, [definition.name]: limit } })}
          />
        ))}
      </div>
      <div className="st-pair">
        <DayField
          label={t('assignments.from')}
          value={form.valid_from}
          onChange={(day) => change({ valid_from: day })}
        />
        <DayField
          label={t('assignments.until')}
          value={form.valid_until}
          onChange={(day) => change({ valid_until: day })}
        />
      </div>
      {shown === form ? (
        <AccessDiffSection
          request={{ assignment: { ...(assignment && { id: assignment.id }), values: valuesOf(form, holder) } }}
        />
      ) : null}
      <div className="st-drawer-footer">
        <Button onClick={show}>{t('assignments.effect')}</Button>
        <span className="st-grow" />
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="primary" loading={save.isPending} onClick={submit}>
          {t('assignments.save')}
        </Button>
      </div>
    </div>
  )
}

function DayField(props: { label: string; value: string | null; onChange: (day: string | null) => void }) {
  return (
    <FormField label={props.label}>
      {(id) => (
        <FieldInput
          id={id}
          info={{ ...DATE, label: props.label }}
          property={DATE_PROPERTY}
          value={props.value ?? undefined}
          onChange={(day) => props.onChange(typeof day === 'string' ? day : null)}
        />
      )}
    </FormField>
  )
}

/** What a person may see of a dimension by this assignment; the role's mode where nothing is said. */
function DimensionLimit(props: { dimension: DimensionDefinition; limit: Limit; onChange: (limit: Limit) => void }) {
  const { t, locale } = useTexts('studio')
  const { dimension, limit, onChange } = props
  const values = useStudioObjects().find(({ name }) => name === dimension.object)
  const label = dimension.label?.[locale] ?? dimension.name
  const setMode = (mode: DimensionMode | undefined): void => {
    const kept = mode === 'listed' && limit.values ? { values: limit.values } : {}
    onChange(mode === undefined ? {} : { mode, ...kept })
  }
  return (
    <div>
      <FormField label={label}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            allowClear
            value={limit.mode ?? (limit.values ? 'listed' : null)}
            placeholder={t('assignments.asRole')}
            options={DIMENSION_MODES.map((mode) => ({ value: mode, label: t(`role.modes.${mode}`) }))}
            onChange={(mode: DimensionMode | null | undefined) => setMode(mode ?? undefined)}
          />
        )}
      </FormField>
      {limit.mode === 'listed' || limit.values ? (
        <FormField label={t('assignments.valuesOf', { dimension: label })}>
          {(id) => (
            <RecordsSelect
              id={id}
              object={dimension.object}
              nameField={values?.nameField ?? 'name'}
              value={limit.values ?? []}
              onChange={(chosen) => onChange({ mode: 'listed', values: chosen })}
            />
          )}
        </FormField>
      ) : null}
    </div>
  )
}

function useSaveAssignment(holder: Holder, assignment: AssignmentRecord | null, onSaved: () => void) {
  const writes = useRecordWrites('role_assignment')
  const [isPending, setPending] = useState(false)
  const [errors, setErrors] = useState<string[]>([])
  const save = async (form: AssignmentForm): Promise<void> => {
    setPending(true)
    try {
      const values = valuesOf(form, holder)
      await (assignment ? writes.update(assignment.id, values, assignment.version) : writes.create(values))
      onSaved()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setErrors(error.problems.length > 0 ? error.problems.map(({ message }) => message) : [error.message])
    } finally {
      setPending(false)
    }
  }
  return { isPending, errors: [...new Set(errors)], run: (form: AssignmentForm) => void save(form) }
}
