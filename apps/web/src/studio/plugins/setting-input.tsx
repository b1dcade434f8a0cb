import type { LocalizedText } from '@fieldwork/expressions'
import { localize, useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import type { Json } from '../model/definitions.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { TagsInput } from '../parts/tags-input.tsx'

interface SettingInputProps {
  name: string
  schema: Json
  value: unknown
  error: string | undefined
  isRequired: boolean
  /** it is a secret, and one is stored */
  isKept: boolean
  onChange(value: unknown): void
}

/** One setting of a plugin, drawn from its JSON Schema in the words that the schema has for it. */
export function SettingInput({ name, schema, value, error, isRequired, isKept, onChange }: SettingInputProps) {
  const { t, locale } = useTexts('studio')
  const title = schema['x-title'] as LocalizedText | undefined
  const help = schema['x-help'] as LocalizedText | undefined
  const label = title ? localize(title, locale) : String(schema['title'] ?? name)
  const note = help ? localize(help, locale) : String(schema['description'] ?? '')
  if (schema['type'] === 'boolean')
    return <SwitchLine label={label} help={note || undefined} value={value === true} onChange={onChange} />
  return (
    <FormField label={label} help={note} error={error} isRequired={isRequired}>
      {(id) => {
        if (schema['writeOnly'] === true)
          return (
            <Input.Password
              id={id}
              autoComplete="new-password"
              value={typeof value === 'string' ? value : ''}
              placeholder={isKept ? t('plugins.secretKept') : undefined}
              onChange={({ target }) => onChange(target.value || undefined)}
            />
          )
        if (Array.isArray(schema['enum']))
          return (
            <Select
              id={id}
              value={value}
              allowClear={!isRequired}
              options={schema['enum'].map((each) => ({ value: each as string, label: String(each) }))}
              onChange={(next) => onChange(next ?? undefined)}
            />
          )
        if (schema['type'] === 'integer' || schema['type'] === 'number')
          return (
            <InputNumber
              id={id}
              value={typeof value === 'number' ? value : null}
              {...(typeof schema['minimum'] === 'number' ? { min: schema['minimum'] } : {})}
              {...(typeof schema['maximum'] === 'number' ? { max: schema['maximum'] } : {})}
              onChange={(next) => onChange(next ?? undefined)}
            />
          )
        if (schema['type'] === 'array')
          return <TagsInput id={id} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
        return (
          <Input
            id={id}
            value={typeof value === 'string' ? value : ''}
            onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
          />
        )
      }}
    </FormField>
  )
}
