import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { PointedField } from '../../conversions/pointed.tsx'
import { useObjectDocument } from '../../draft/use-document.ts'
import { FieldSelect, FieldsSelect } from '../../parts/field-select.tsx'
import { choicesOf } from '../choices.ts'
import type { Choice } from '../choices.ts'
import { useDesigner } from '../designer/designer-context.ts'
import { filled, listOf, ManyChoice, textOf, useFields, useTriggerEdit } from './trigger-parts.tsx'
import type { Of } from './trigger-parts.tsx'

/** The fields of which one has to change. */
export function ChangedFields({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  const fields = useFields()
  return (
    <PointedField pointer="/trigger/fields" label={t('wf.fields')} help={t('wf.fieldsHelp')}>
      {(id) => (
        <FieldsSelect
          id={id}
          fields={fields.filter(({ system }) => !system)}
          placeholder={t('wf.anyField')}
          value={listOf(trigger['fields'])}
          onChange={(chosen) => change({ fields: filled(chosen) })}
        />
      )}
    </PointedField>
  )
}

/** The field that changes, from what and to what. */
export function ChangedValue({ trigger }: Of) {
  const { t, locale } = useTexts('studio')
  const change = useTriggerEdit()
  const { workflow } = useDesigner()
  const fields = useFields()
  const definition = useObjectDocument(workflow.object ?? '').definition
  const field = textOf(trigger['field'])
  const type = fields.find(({ name }) => name === field)?.expression?.kind
  const choices = choicesOf(definition, field, locale)
  const value = (member: 'from' | 'to') => (
    <PointedField pointer={`/trigger/${member}`} label={t(`wf.value.${member}`)}>
      {(id) => (
        <ValueInput
          id={id}
          kind={type}
          choices={choices}
          value={trigger[member]}
          onChange={(next) => change({ [member]: next })}
        />
      )}
    </PointedField>
  )
  return (
    <>
      <PointedField pointer="/trigger/field" label={t('wf.field')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            fields={fields.filter(({ system }) => !system)}
            value={field}
            onChange={(next) => change({ field: next ?? '', from: undefined, to: undefined })}
          />
        )}
      </PointedField>
      <div className="st-pair">
        {value('from')}
        {value('to')}
      </div>
    </>
  )
}

function ValueInput(props: {
  id: string
  kind: string | undefined
  choices: Choice[]
  value: unknown
  onChange: (value: unknown) => void
}) {
  const { t } = useTexts('studio')
  const { id, kind, value, onChange } = props
  const yesNo = [true, false].map((each) => ({ value: String(each), label: t(each ? 'common.yes' : 'common.no') }))
  const options = kind === 'boolean' ? yesNo : props.choices
  if (options.length > 0) {
    const read = (next: string | undefined): unknown =>
      kind === 'boolean' && next !== undefined ? next === 'true' : next
    return (
      <Select
        id={id}
        className="st-wide"
        allowClear
        placeholder={t('wf.anyValue')}
        value={value === undefined ? null : String(value)}
        options={options}
        onChange={(next: string | null | undefined) => onChange(read(next ?? undefined))}
      />
    )
  }
  if (kind === 'integer' || kind === 'decimal') {
    return (
      <InputNumber
        id={id}
        className="st-wide"
        placeholder={t('wf.anyValue')}
        value={typeof value === 'number' ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  return (
    <Input
      id={id}
      placeholder={t('wf.anyValue')}
      value={textOf(value) ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  )
}

/** The transitions that start it, and the states between which they lead. */
export function Transitions({ trigger }: Of) {
  const { t, locale } = useTexts('studio')
  const change = useTriggerEdit()
  const { workflow } = useDesigner()
  const definition = useObjectDocument(workflow.object ?? '').definition
  const states = definition?.['x-object']?.states
  const transitions = Object.entries(states?.transitions ?? {}).map(([value, { label }]) => ({
    value,
    label: label?.[locale] ?? value,
  }))
  const choices = choicesOf(definition, states?.field, locale)
  const many = (member: 'transitions' | 'from' | 'to', options: Choice[]): ReactNode => (
    <PointedField pointer={`/trigger/${member}`} label={t(`wf.of.${member}`)}>
      {(id) => (
        <ManyChoice
          id={id}
          value={trigger[member]}
          options={options}
          onChange={(chosen) => change({ [member]: chosen })}
        />
      )}
    </PointedField>
  )
  return (
    <>
      {many('transitions', transitions)}
      <div className="st-pair">
        {many('from', choices)}
        {many('to', choices)}
      </div>
    </>
  )
}
