import { useTexts } from '@fieldwork/ui'

import type { Json } from '../model/definitions.ts'
import { SchemaField } from '../schema-form/schema-field.tsx'

interface PolicyFieldProps {
  /** key of the label among the texts; its help is the same with `Help` */
  text: string
  schema: Json
  value: unknown
  error?: string | undefined
  onChange: (value: unknown) => void
}

/** One rule of the security policy, drawn from its JSON Schema. */
export function PolicyField({ text, schema, value, error, onChange }: PolicyFieldProps) {
  const { t } = useTexts('studio')
  const { type } = schema
  const isOptional = Array.isArray(type) && type.includes('null')
  const words = {
    label: t(text),
    help: t(`${text}Help`, { defaultValue: '' }) || undefined,
    choice: (choice: string) => t(`${text}Choices.${choice}`),
  }
  return (
    <SchemaField
      {...{ schema, words, value, error }}
      isSpread
      placeholder={isOptional ? t(`${text}None`) : undefined}
      unit={t(`${text}Unit`, { defaultValue: '' })}
      onChange={(next) => {
        if (next !== undefined) onChange(next)
        // what must be there stays when it is emptied
        else if (isOptional) onChange(null)
      }}
    />
  )
}
