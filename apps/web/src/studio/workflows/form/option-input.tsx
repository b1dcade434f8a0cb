import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import { PointedField } from '../../conversions/pointed.tsx'
import { JsonInput } from '../../editor/options/json-input.tsx'
import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { ExpressionOption } from './expression-option.tsx'
import { FieldValues } from './field-values.tsx'
import { MapOption } from './map-option.tsx'
import type { OptionFieldsProps, OptionProps } from './option-props.ts'
import { withMember } from './option-props.ts'
import { ReferenceOption } from './reference-option.tsx'
import { LocalizedOption, TemplateOption } from './template-option.tsx'
import { useOptionWords } from './use-option-words.ts'
import { WaysOption } from './ways-option.tsx'

/** The options of a step, drawn from their JSON Schema. */
export function OptionFields(props: OptionFieldsProps) {
  const { schema, pointer, value, onChange } = props
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, part]) => (
    <OptionInput
      key={name}
      name={name}
      pointer={`${pointer}/${name}`}
      schema={part as Json}
      value={value[name]}
      isRequired={required.includes(name)}
      around={value}
      onChange={(member) => onChange(withMember(value, name, member))}
    />
  ))
}

/** One option: its widget follows from its schema. */
export function OptionInput(props: OptionProps) {
  const { schema } = props
  if (isObject(schema['x-expression'])) return <ExpressionOption {...props} />
  if (schema['x-template'] === true) return <TemplateOption {...props} />
  if (typeof schema['x-reference'] === 'string') return <ReferenceOption {...props} />
  if (isObject(schema['x-fields'])) return <FieldValues {...props} />
  if (schema['x-branches'] === true) return <WaysOption {...props} />
  if (schema['type'] === 'object') return <ObjectOption {...props} />
  return <PlainOption {...props} />
}

function ObjectOption(props: OptionProps) {
  const words = useOptionWords()
  const { schema, value, onChange } = props
  const { properties } = schema
  if (isObject(schema['additionalProperties'])) return <MapOption {...props} />
  if (!isObject(properties)) return <PlainOption {...props} />
  if (isObject(properties['en']) && isObject(properties['zh-CN'])) return <LocalizedOption {...props} />
  return (
    <fieldset className="st-wf-group">
      <legend>{words(props.name, schema).label}</legend>
      <OptionFields
        schema={schema}
        pointer={props.pointer}
        value={isObject(value) ? value : {}}
        onChange={(next) => onChange(Object.keys(next).length === 0 && !props.isRequired ? undefined : next)}
      />
    </fieldset>
  )
}

function PlainOption(props: OptionProps) {
  const { label, help } = useOptionWords()(props.name, props.schema)
  const { schema, value, pointer, onChange } = props
  if (schema['type'] === 'boolean') {
    return (
      <div data-pointer={pointer}>
        <SwitchLine
          label={label}
          help={help}
          value={value === true}
          onChange={(on) => onChange(on ? true : undefined)}
        />
      </div>
    )
  }
  return (
    <PointedField pointer={pointer} label={label} help={help} isRequired={props.isRequired}>
      {(id) => <PlainInput {...props} id={id} />}
    </PointedField>
  )
}

function PlainInput({ id, schema, value, onChange }: OptionProps & { id: string }) {
  const { t } = useTexts('studio')
  const choice = (each: unknown) => ({
    value: String(each),
    label: t(`wf.choices.${String(each)}`, { defaultValue: String(each) }),
  })
  const { type, items } = schema
  if (Array.isArray(schema['enum'])) {
    const options = schema['enum'].map(choice)
    return (
      <Select
        id={id}
        className="st-wide"
        allowClear
        value={value ?? null}
        options={options}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  if (type === 'integer' || type === 'number') {
    const { minimum, maximum } = schema
    return (
      <InputNumber
        id={id}
        className="st-wide"
        value={typeof value === 'number' ? value : null}
        {...(typeof minimum === 'number' ? { min: minimum } : {})}
        {...(typeof maximum === 'number' ? { max: maximum } : {})}
        {...(type === 'integer' ? { precision: 0 } : {})}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  if (type === 'array' && isObject(items) && (items['type'] === 'string' || Array.isArray(items['enum']))) {
    return (
      <Select
        id={id}
        className="st-wide"
        mode={Array.isArray(items['enum']) ? 'multiple' : 'tags'}
        value={Array.isArray(value) ? value.map(String) : []}
        options={Array.isArray(items['enum']) ? items['enum'].map(choice) : []}
        onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : undefined)}
      />
    )
  }
  if (type === 'string') {
    const isLong = Number(schema['maxLength'] ?? 0) > 500
    const shared = { id, value: typeof value === 'string' ? value : '' }
    const change = (text: string): void => onChange(text === '' ? undefined : text)
    return isLong ? (
      <Input.TextArea
        {...shared}
        autoSize={{ minRows: 3, maxRows: 16 }}
        onChange={(event) => change(event.target.value)}
      />
    ) : (
      <Input {...shared} onChange={(event) => change(event.target.value)} />
    )
  }
  return <JsonInput id={id} value={value} onChange={(next) => onChange(next ?? undefined)} />
}
