import { DeleteOutlined } from '@ant-design/icons'
import { FieldInput, useTexts } from '@fieldwork/ui'
import { Button, Segmented, Select } from 'antd'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { useFieldTypes } from '../../catalog/field-types.ts'
import type { CatalogField, CatalogFieldType } from '../../catalog/types.ts'
import { choicesOf } from '../../designer/preview-schema.ts'
import type { RecordType } from '../../model/definitions.ts'
import { dropEntry } from '../../model/record-types.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { enteredFields } from './type-fields.ts'

type Mode = 'constant' | 'expression'

/** What new records of a type begin with, field by field: a value or an expression. */
export function TypeDefaults(props: {
  editing: ObjectEditing
  type: RecordType
  onChange: (defaults: RecordType['defaults']) => void
}) {
  const { t } = useTexts('studio')
  const types = useFieldTypes()
  const { editing, type, onChange } = props
  const defaults = type.defaults ?? {}
  const fields = enteredFields(editing).filter(({ name }) => type.hidden?.includes(name) !== true)
  return (
    <FormGroup title={t('recordTypes.defaults')} note={t('recordTypes.defaultsNote')}>
      {fields
        .filter(({ name }) => Object.hasOwn(defaults, name))
        .map((field) => (
          <DefaultRow
            key={field.name}
            field={field}
            type={types.get(field.type)}
            editing={editing}
            value={defaults[field.name]}
            onChange={(value) => onChange({ ...defaults, [field.name]: value })}
            onRemove={() => onChange(dropEntry(defaults, field.name))}
          />
        ))}
      <FieldSelect
        label={t('recordTypes.addDefault')}
        fields={fields.filter(({ name }) => !Object.hasOwn(defaults, name))}
        value={undefined}
        placeholder={t('recordTypes.addDefault')}
        onChange={(name) => (name === undefined ? undefined : onChange({ ...defaults, [name]: undefined }))}
      />
    </FormGroup>
  )
}

const EXPRESSED: ReadonlySet<string> = new Set(['record', 'date', 'datetime', 'decimal'])

/** Dates, decimals and records have no constants in expressions, so they are written as one. */
function modesOf(type: CatalogFieldType | undefined): Mode[] {
  const kind = type?.expression.kind ?? 'text'
  if (kind === 'list' || kind === 'struct') return ['constant']
  return EXPRESSED.has(kind) ? ['expression'] : ['constant', 'expression']
}

interface RowProps {
  field: CatalogField
  type: CatalogFieldType | undefined
  editing: ObjectEditing
  value: unknown
  onChange: (value: unknown) => void
  onRemove: () => void
}

function DefaultRow(props: RowProps) {
  const { t, locale } = useTexts('studio')
  const { field, type, value, onChange } = props
  const modes = modesOf(type)
  const isExpression = !modes.includes('constant') || (typeof value === 'string' && value.startsWith('='))
  const label = field.label[locale]
  return (
    <FormField label={label} help={isExpression ? t('default.expressionHelp') : undefined}>
      {(id) => (
        <div className="st-type-default">
          {modes.length > 1 ? (
            <Segmented<Mode>
              aria-label={t('recordTypes.defaultKind', { field: label })}
              value={isExpression ? 'expression' : 'constant'}
              options={modes.map((mode) => ({ value: mode, label: t(`default.${mode}`) }))}
              onChange={(mode) => onChange(mode === 'expression' ? '=' : undefined)}
            />
          ) : null}
          <div className="st-grow">
            {isExpression ? (
              <>
                <DraftExpression
                  id={id}
                  label={label}
                  object={props.editing.object.name}
                  minRows={1}
                  value={String(value ?? '').replace(/^=/, '')}
                  onChange={(source) => onChange(`=${source}`)}
                />
                <ExpressionTrial
                  object={props.editing.object.name}
                  expression={String(value ?? '').replace(/^=/, '')}
                />
              </>
            ) : (
              <ConstantDefault id={id} {...props} />
            )}
          </div>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('recordTypes.removeDefault', { field: label })}
            onClick={props.onRemove}
          />
        </div>
      )}
    </FormField>
  )
}

function ConstantDefault({ id, field, type, editing, value, onChange }: RowProps & { id: string }) {
  const { t, locale } = useTexts('studio')
  const property = editing.definition.properties[field.name]
  if (!type || !property) return null
  if (type.expression.kind === 'boolean') {
    const options = [true, false].map((each) => ({ value: each, label: t(each ? 'common.yes' : 'common.no') }))
    return (
      <Select id={id} className="st-wide" value={value as boolean | undefined} options={options} onChange={onChange} />
    )
  }
  const options = choicesOf(property['x-field']['options'], locale)
  const { name, widget, presentation } = type
  const info = { label: field.label[locale], type: name, widget, options, presentation }
  return <FieldInput id={id} info={info} property={property} value={value} onChange={onChange} />
}

/** The defaults that say something: no empty value and no empty expression. */
export function saidDefaults(defaults: RecordType['defaults']): RecordType['defaults'] {
  const said = Object.entries(defaults ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '' && value !== '=',
  )
  return said.length > 0 ? Object.fromEntries(said) : undefined
}
