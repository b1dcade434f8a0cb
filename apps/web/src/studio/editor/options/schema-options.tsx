import { useTexts } from '@fieldwork/ui'

import type { Json } from '../../model/definitions.ts'
import { SchemaField } from '../../schema-form/schema-field.tsx'
import { useSchemaWords } from '../../schema-form/schema-words.ts'
import type { TypeOptionsProps } from './type-options-props.ts'

const CURRENCIES = ['CNY', 'USD', 'EUR', 'JPY', 'HKD', 'GBP', 'TWD', 'KRW', 'SGD', 'AUD', 'CAD', 'CHF', 'INR', 'VND']

const NONE: string[] = []

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
          onChange={(value) => form.setOptions({ [name]: value })}
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

function SchemaOption({ name, schema, value, isRequired, onChange }: OptionProps) {
  const { t } = useTexts('studio')
  const own = useSchemaWords()(schema)
  const words = {
    label: t(`options.${name}`, { defaultValue: own.label || name }),
    help: t(`options.${name}Help`, { defaultValue: '' }) || undefined,
    choice: (choice: string) => t(`options.choices.${choice}`, { defaultValue: own.choice(choice) }),
  }
  const isNumber = schema['type'] === 'integer' || schema['type'] === 'number'
  return (
    <SchemaField
      schema={name === 'currency' ? { ...schema, enum: CURRENCIES } : schema}
      {...{ words, value, isRequired }}
      placeholder={isNumber ? t('options.usual') : undefined}
      suggestions={SUGGESTIONS[name] ?? NONE}
      onChange={(next) => onChange(Array.isArray(next) && next.length === 0 ? undefined : next)}
    />
  )
}
