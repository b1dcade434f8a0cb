import { useTexts } from '@fieldwork/ui'

import { TextMap } from '../channels/text-map.tsx'
import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'
import { SchemaField } from '../schema-form/schema-field.tsx'
import { useSchemaWords } from '../schema-form/schema-words.ts'
import { DocumentPicker } from '../workflows/form/reference-option.tsx'

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

/** One setting of a plugin or channel, drawn from its JSON Schema in the words that the schema has for it. */
export function SettingInput({ name, schema, value, error, isRequired, isKept, onChange }: SettingInputProps) {
  const { t } = useTexts('studio')
  const words = useSchemaWords()(schema)
  const label = words.label || name
  const field = { schema, value, error, isRequired, onChange, words: { ...words, label } }
  const reference = schema['x-reference']
  if (typeof reference === 'string') {
    const picked = typeof value === 'string' ? value : undefined
    return (
      <SchemaField {...field}>
        {(id) => <DocumentPicker id={id} kind={reference} value={picked} onChange={onChange} />}
      </SchemaField>
    )
  }
  if (schema['type'] === 'object' && isObject(schema['additionalProperties'])) {
    return (
      <div role="group" aria-label={label}>
        <SchemaField {...field}>{() => <TextMap value={value} onChange={onChange} />}</SchemaField>
      </div>
    )
  }
  return <SchemaField {...field} placeholder={isKept ? t('plugins.secretKept') : undefined} />
}
