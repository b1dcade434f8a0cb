import { Input, InputNumber, Radio, Select } from 'antd'

import { JsonInput } from '../editor/options/json-input.tsx'
import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'
import { TagsInput } from '../parts/tags-input.tsx'

const LONG = 500

/** How an input differs from what its schema says by itself. */
export interface SchemaLook {
  /** said while it is empty */
  placeholder?: string | undefined
  /** stands behind a number */
  unit?: string | undefined
  /** its choices stand side by side */
  isSpread?: boolean
  /** what a list of texts usually holds */
  suggestions?: readonly string[] | undefined
  /** texts of a list may have spaces and commas in them: only Enter ends one */
  hasPhrases?: boolean
}

interface SchemaInputProps extends SchemaLook {
  id: string
  label: string
  /** JSON Schema */
  schema: Json
  value: unknown
  isRequired: boolean
  choiceWords: (value: string) => string
  /** undefined: it has been emptied */
  onChange: (value: unknown) => void
}

/** The input for a value of a schema that is no switch: a choice, number, secret, list, text, or JSON for the rest. */
export function SchemaInput(props: SchemaInputProps) {
  const { schema } = props
  const type = mainType(schema)
  const items = isObject(schema['items']) ? schema['items'] : {}
  if (schema['writeOnly'] === true) return <SecretInput {...props} />
  if (Array.isArray(schema['enum'])) return <Choice {...props} values={schema['enum']} />
  if (type === 'integer' || type === 'number') return <NumberInput {...props} isWhole={type === 'integer'} />
  if (type === 'array' && Array.isArray(items['enum'])) return <Choices {...props} values={items['enum']} />
  if (type === 'array' && (items['type'] ?? 'string') === 'string') return <TextList {...props} />
  if (type === 'string') return <TextInput {...props} />
  return <JsonInput id={props.id} value={props.value} onChange={(next) => props.onChange(next ?? undefined)} />
}

/** The type beside null. */
function mainType({ type }: Json): unknown {
  return Array.isArray(type) ? type.find((each) => each !== 'null') : type
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function SecretInput({ id, value, placeholder, onChange }: SchemaInputProps) {
  return (
    <Input.Password
      id={id}
      autoComplete="new-password"
      value={textOf(value)}
      placeholder={placeholder}
      onChange={({ target }) => onChange(target.value || undefined)}
    />
  )
}

function Choice(props: SchemaInputProps & { values: unknown[] }) {
  const { id, label, value, values, choiceWords, onChange } = props
  const options = values.map((each) => ({ value: String(each), label: choiceWords(String(each)) }))
  // values of an enum may be numbers
  const choose = (chosen: unknown): void => onChange(values.find((each) => String(each) === chosen))
  const chosen = value === undefined || value === null ? null : String(value)
  if (props.isSpread) {
    return (
      <Radio.Group
        id={id}
        aria-label={label}
        value={chosen}
        options={options}
        onChange={({ target }) => choose(target.value)}
      />
    )
  }
  return (
    <Select
      id={id}
      className="st-wide"
      allowClear={!props.isRequired}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      placeholder={props.placeholder}
      value={chosen}
      options={options}
      onChange={choose}
    />
  )
}

function Choices({ id, value, values, choiceWords, placeholder, onChange }: SchemaInputProps & { values: unknown[] }) {
  return (
    <Select
      id={id}
      className="st-wide"
      mode="multiple"
      optionFilterProp="label"
      placeholder={placeholder}
      value={listOf(value)}
      options={values.map((each) => ({ value: String(each), label: choiceWords(String(each)) }))}
      onChange={onChange}
    />
  )
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function NumberInput({
  id,
  schema,
  value,
  placeholder,
  unit,
  onChange,
  isWhole,
}: SchemaInputProps & { isWhole: boolean }) {
  const { minimum, maximum } = schema
  return (
    <InputNumber
      id={id}
      className={unit === undefined ? 'st-wide' : 'st-number'}
      {...(typeof minimum === 'number' ? { min: minimum } : {})}
      {...(typeof maximum === 'number' ? { max: maximum } : {})}
      {...(isWhole ? { precision: 0 } : {})}
      value={typeof value === 'number' ? value : null}
      placeholder={placeholder}
      suffix={unit || null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

function TextList({ id, value, placeholder, suggestions, hasPhrases, onChange }: SchemaInputProps) {
  if (!suggestions && !hasPhrases) {
    return <TagsInput id={id} value={listOf(value)} onChange={onChange} {...(placeholder ? { placeholder } : {})} />
  }
  return (
    <Select
      id={id}
      className="st-wide"
      mode="tags"
      allowClear
      placeholder={placeholder}
      {...(hasPhrases ? {} : { tokenSeparators: [',', ' ', ';'] })}
      value={listOf(value)}
      options={(suggestions ?? []).map((each) => ({ value: each, label: each }))}
      onChange={onChange}
    />
  )
}

function TextInput({ id, schema, value, placeholder, onChange }: SchemaInputProps) {
  const change = (text: string): void => onChange(text === '' ? undefined : text)
  const shared = { id, value: textOf(value), placeholder }
  return Number(schema['maxLength'] ?? 0) > LONG ? (
    <Input.TextArea
      {...shared}
      autoSize={{ minRows: 3, maxRows: 16 }}
      onChange={({ target }) => change(target.value)}
    />
  ) : (
    <Input {...shared} onChange={({ target }) => change(target.value)} />
  )
}
