import { AppLink, useTexts } from '@fieldwork/ui'

import { Select } from 'antd'

import { useParameters } from '../../catalog/queries.ts'
import { ReferencePath } from '../../dimensions/reference-path.tsx'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { studioPaths } from '../../paths.ts'
import { useDraftedDimensions } from '../../roles/use-roles.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { ObjectRoles } from './object-roles.tsx'

/** What decides who sees the records of an object, and which roles say something about it. */
export function AccessTab({ editing }: { editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const { definition, edit, object } = editing
  const options = optionsOf(definition)
  const lookups = object.fields.filter(
    (field) => !field.system && field.type === 'lookup' && field.reference !== object.name,
  )
  const { through, parameter } = options.access ?? {}
  const parameters = useParameters().data ?? []
  const editAccess = (change: { through?: string | undefined; parameter?: string | undefined }): void => {
    const next = Object.entries({ ...options.access, ...change }).filter(([, value]) => value !== undefined)
    edit(withOptions(definition, { access: next.length > 0 ? Object.fromEntries(next) : undefined }))
  }
  return (
    <div className="st-settings">
      <FormGroup title={t('access.whose')}>
        <SwitchLine
          label={t('settings.owner')}
          help={t('settings.ownerHelp')}
          value={options.owner === true}
          onChange={(owner) => edit(withOptions(definition, { owner }))}
        />
        <FormField label={t('access.through')} help={t('access.throughHelp')}>
          {(id) => (
            <FieldSelect
              id={id}
              fields={lookups}
              value={through}
              placeholder={t('access.throughNone')}
              onChange={(name) => editAccess({ through: name })}
            />
          )}
        </FormField>
        <FormField label={t('access.parameter')} help={t('access.parameterHelp')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              value={parameter ?? null}
              placeholder={t('access.parameterNone')}
              options={parameters.map(({ name, label }) => ({ value: name, label: label?.[locale] ?? name }))}
              onChange={(name: string | null | undefined) => editAccess({ parameter: name ?? undefined })}
            />
          )}
        </FormField>
      </FormGroup>
      <ObjectDimensions editing={editing} />
      <ObjectRoles object={object.name} />
    </div>
  )
}

/** Which dimensions apply, each with the path to a record's values. */
function ObjectDimensions({ editing: { definition, edit, object } }: { editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const { dimensions } = useDraftedDimensions()
  const { dimensions: applying = {} } = optionsOf(definition)
  const change = (name: string, path: string | undefined): void => {
    const { [name]: _before, ...rest } = applying
    const next = path === undefined ? rest : { ...rest, [name]: path }
    edit(withOptions(definition, { dimensions: Object.keys(next).length > 0 ? next : undefined }))
  }
  return (
    <FormGroup title={t('role.dimensions')} note={t('access.dimensionsHelp')}>
      {dimensions.length === 0 ? (
        <p className="st-muted">
          {t('role.noDimensions')} <AppLink to={studioPaths.dimensions}>{t('dimensions.title')}</AppLink>
        </p>
      ) : null}
      {dimensions.map(({ definition: { name, label, object: target } }) => (
        <FormField key={name} label={label?.[locale] ?? name}>
          {(id) => (
            <ReferencePath
              id={id}
              from={object.name}
              target={target}
              value={applying[name]}
              placeholder={t('access.doesNotApply')}
              onChange={(path) => change(name, path)}
            />
          )}
        </FormField>
      ))}
    </FormGroup>
  )
}
