import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import type { Json } from '../../model/definitions.ts'
import { FormField } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { JsonInput } from './json-input.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

const CURRENCIES = ['CNY', 'USD', 'EUR', 'JPY', 'HKD', 'GBP', 'TWD', 'KRW', 'SGD', 'AUD', 'CAD', 'CHF', 'INR', 'VND']

/** What lists of texts usually hold; anything else can be typed. */
const SUGGESTIONS: Record<string, string[]> = {
  accept: [
    'application/pdf',
    'image/*',
    'image/png',
    'image/jpeg',
    'audio/*',
    'video/*',
    'text/*',
    'text/csv',
    'application/zip',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
}

/** Options drawn from the JSON Schema of the type: choices, numbers, switches and texts. */
export function SchemaOptions({ type, form }: TypeOptionsProps) {
  return (
    <div className="st-pair">
      {Object.entries(type.options.properties).map(([name, schema]) => (
        <SchemaOption
          key={name}
          name={name}
          schema={schema}
          value={form.property['x-field'][name]}
          isRequired={type.options.required?.includes(name) ?? false}
          onChange={(value) => form.setOptions({ [name]: value === '' || value === null ? undefined : value })}
        />
      ))}
    </div>
  )
}

interface OptionProps {
  name: string
  schema: Json
  value: unknown
  isRequired: boolean
  onChange: (value: unknown) => void
}

function SchemaOption(props: OptionProps) {
  const { t } = useTexts('studio')
  const { name, schema, value, onChange } = props
  const label = t(`options.${name}`, { defaultValue: name })
  const help = t(`options.${name}Help`, { defaultValue: '' })
  if (schema['type'] === 'boolean') {
    return <SwitchLine label={label} help={help || undefined} value={value === true} onChange={onChange} />
  }
  return (
    <FormField label={label} help={help} isRequired={props.isRequired}>
      {(id) => <SchemaInput {...props} id={id} />}
    </FormField>
  )
}

function SchemaInput({ id, name, schema, value, onChange }: OptionProps & { id: string }) {
  const { t } = useTexts('studio')
  const choices = choicesOf(name, schema)
  if (choices) {
    const options = choices.map((choice) => ({
      value: choice,
      label: t(`options.choices.${choice}`, { defaultValue: choice }),
    }))
    return (
      <Select id={id} className="st-wide" allowClear showSearch value={value} options={options} onChange={onChange} />
    )
  }
  if (schema['type'] === 'integer' || schema['type'] === 'number') {
    return (
      <InputNumber
        id={id}
        className="st-wide"
        value={(value ?? null) as number | null}
        {...numberBounds(schema)}
        placeholder={t('options.usual')}
        onChange={onChange}
      />
    )
  }
  if (schema['type'] === 'object') return <JsonInput id={id} value={value} onChange={onChange} />
  if (schema['type'] === 'array') {
    return (
      <Select
        id={id}
        className="st-wide"
        mode="tags"
        allowClear
        tokenSeparators={[',', ' ', ';']}
        value={Array.isArray(value) ? value.map(String) : []}
        options={(SUGGESTIONS[name] ?? []).map((choice) => ({ value: choice, label: choice }))}
        onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : null)}
      />
    )
  }
  return <Input id={id} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
}

function choicesOf(name: string, schema: Json): string[] | null {
  if (name === 'currency') return CURRENCIES
  return Array.isArray(schema['enum']) ? schema['enum'].map(String) : null
}

function numberBounds(schema: Json): { min?: number; max?: number; precision?: number } {
  const { minimum, maximum, type } = schema
  return {
    ...(typeof minimum === 'number' ? { min: minimum } : {}),
    ...(typeof maximum === 'number' ? { max: maximum } : {}),
    ...(type === 'integer' ? { precision: 0 } : {}),
  }
}
