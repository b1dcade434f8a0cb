import type { ReactNode } from 'react'

import type { Json } from '../model/definitions.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { SchemaInput } from './schema-input.tsx'
import type { SchemaLook } from './schema-input.tsx'
import type { SchemaWords } from './schema-words.ts'

interface SchemaFieldProps extends SchemaLook {
  /** JSON Schema */
  schema: Json
  words: SchemaWords
  value: unknown
  error?: string | undefined
  isRequired?: boolean
  /** undefined: it has been emptied; a switch says true or false */
  onChange: (value: unknown) => void
  /** another input than the schema's own */
  children?: (id: string) => ReactNode
}

/** One value with its name, drawn from its JSON Schema: how every form that comes of a schema shows a plain value. */
export function SchemaField(props: SchemaFieldProps) {
  const { schema, words, value, error, isRequired = false, onChange, children, ...look } = props
  if (schema['type'] === 'boolean' && !children)
    return <SwitchLine label={words.label} help={words.help} value={value === true} onChange={onChange} />
  return (
    <FormField label={words.label} help={words.help} error={error} isRequired={isRequired}>
      {(id) =>
        children?.(id) ?? (
          <SchemaInput
            {...look}
            {...{ id, schema, value, isRequired, onChange }}
            label={words.label}
            choiceWords={words.choice}
          />
        )
      }
    </FormField>
  )
}
