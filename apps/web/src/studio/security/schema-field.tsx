import { useTexts } from '@fieldwork/ui'
import { InputNumber, Radio } from 'antd'

import type { Json } from '../model/definitions.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { TagsInput } from '../parts/tags-input.tsx'

interface SchemaFieldProps {
  /** key of the label among the texts; its help is the same with `Help` */
  text: string
  schema: Json
  value: unknown
  error?: string | undefined
  onChange: (value: unknown) => void
}

/** One setting, drawn from its JSON Schema: a switch, a number with its bounds, a choice, or a list of texts. */
export function SchemaField({ text, schema, value, error, onChange }: SchemaFieldProps) {
  const { t } = useTexts('studio')
  const label = t(text)
  const help = t(`${text}Help`, { defaultValue: '' })
  if (schema['type'] === 'boolean')
    return <SwitchLine label={label} help={help || undefined} value={value === true} onChange={onChange} />
  if (Array.isArray(schema['enum'])) {
    const options = schema['enum'].map((choice) => ({
      value: String(choice),
      label: t(`${text}Choices.${String(choice)}`),
    }))
    return (
      <FormField label={label} help={help} error={error}>
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={label}
            value={value}
            options={options}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </FormField>
    )
  }
  return (
    <FormField label={label} help={help} error={error}>
      {(id) =>
        schema['type'] === 'array' ? (
          <TagsInput id={id} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
        ) : (
          <NumberInput id={id} text={text} schema={schema} value={value} onChange={onChange} />
        )
      }
    </FormField>
  )
}

function NumberInput({ id, text, schema, value, onChange }: SchemaFieldProps & { id: string }) {
  const { t } = useTexts('studio')
  const { minimum, maximum, type } = schema
  const isOptional = Array.isArray(type) && type.includes('null')
  return (
    <InputNumber
      id={id}
      className="st-number"
      {...(typeof minimum === 'number' ? { min: minimum } : {})}
      {...(typeof maximum === 'number' ? { max: maximum } : {})}
      precision={0}
      value={typeof value === 'number' ? value : null}
      placeholder={isOptional ? t(`${text}None`) : undefined}
      suffix={t(`${text}Unit`, { defaultValue: '' }) || null}
      // what must be there stays when it is emptied
      onChange={(next) => (next === null && !isOptional ? undefined : onChange(next))}
    />
  )
}
